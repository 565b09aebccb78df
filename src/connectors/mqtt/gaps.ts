import { isObject, type Json, type JsonObject } from '../../vocabulary/json.ts';
import { problem } from '../../vocabulary/problem.ts';
import { DecodeFailure, type SourceMessage } from '../connector.ts';
import { fieldAt, textAt } from './fieldAt.ts';
import type { Read } from './settings.ts';

/** Counters that are remembered; the one that was silent longest is forgotten. */
const limit = 10_000;

/** The last number of each counter. */
export type Counters = Map<string, number>;

export function readCounters(cursor: Json): Counters {
  const last = isObject(cursor) && isObject(cursor['counters']) ? cursor['counters'] : {};
  return new Map(Object.entries(last).map(([name, number]) => [name, Number(number)]));
}

export function countersAsJson(counters: Counters): JsonObject {
  return { counters: Object.fromEntries(counters) };
}

/**
 * What is missing before this message, as a message of its own that says so: the hub parks it for the operator. A
 * number that is not above the last is a repetition or a sender that started anew.
 */
export function missingBefore(
  counters: Counters,
  sequence: NonNullable<Read['sequence']>,
  message: SourceMessage,
  topic: string,
  repeated: boolean,
): SourceMessage | undefined {
  const number = numberOf(message.document, sequence.field);
  if (number === undefined) return undefined;
  const counter = (sequence.by && textAt(message.document as Json, sequence.by)) || topic;
  const last = counters.get(counter);
  if (last !== undefined && number <= last && repeated) return undefined;
  remember(counters, counter, number);
  return last === undefined || number <= last + 1 ? undefined : missing(counter, last + 1, number - 1);
}

function remember(counters: Counters, counter: string, number: number): void {
  counters.delete(counter);
  counters.set(counter, number);
  for (const oldest of counters.keys()) {
    if (counters.size <= limit) return;
    counters.delete(oldest);
  }
}

function missing(counter: string, from: number, to: number): SourceMessage {
  const numbers = from === to ? `number ${from}` : `numbers ${from} to ${to}`;
  const detail = `Of "${counter}" the ${numbers} did not arrive.`;
  return {
    id: `gap:${counter}:${from}-${to}`,
    raw: JSON.stringify({ counter, missing: { from, to } }),
    document: new DecodeFailure(problem('sequence-gap', 'receive', detail, { value: `${from}-${to}` })),
    origin: counter,
  };
}

function numberOf(document: SourceMessage['document'], path: string): number | undefined {
  if (document instanceof DecodeFailure) return undefined;
  const number = Number(fieldAt(document, path) ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : undefined;
}
