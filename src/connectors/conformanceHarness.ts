import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { Ask, Connector, Endpoints, Log, OpenSystem, SourceMessage } from './connector.ts';

/** The real outside system of one test, as a connector's harness starts it. */
export interface Outside {
  connection: JsonObject;
  /** Where the paths of files in `read` and `write` begin, as the folder of a system's YAML does. */
  folder?: string;
  source?: OutsideSource;
  sink?: OutsideSink;
  /** Takes the outside system down and leaves it down; what it holds stays. */
  goDown(): Promise<void>;
  /** Ends the test's use of it; called also when it is down. */
  stop(): Promise<void>;
}

export interface OutsideSource {
  read: JsonObject;
  format?: JsonObject;
  /** The most messages that one batch may have under `read`. At least 2. */
  limit: number;
  /** For connectors that are pushed to; by default opening a door is a defect. */
  endpoints?: Endpoints;
  /**
   * Puts records where the source finds them, in this order. The source is already being read. Does not wait
   * until they are acknowledged. Documents must come out with the same `n`.
   */
  put(records: readonly NumberedRecord[]): Promise<void>;
  /** Puts one record that cannot be decoded. */
  putUndecodable?(): Promise<void>;
  /** The `n` of a message; by default `document.n` as a number. */
  numberOf?(message: SourceMessage): number;
}

export interface OutsideSink {
  write: JsonObject;
  format?: JsonObject;
  /** What the system holds by now, oldest effect first: the documents, with numeric `n`. */
  received(): Promise<NumberedRecord[]>;
  /** A document that the system refuses, and words of the system that the problem must carry. */
  refused?: { document: Json; words: string | RegExp };
}

export interface NumberedRecord {
  n: number;
  text: string;
}

/** Opens the system as a hub would; it is closed when the test ends. */
export async function open(connector: Connector, connection: JsonObject): Promise<OpenSystem> {
  const system = await connector.open({ system: 'outside', connection, timeZone: 'UTC', log: silent });
  onTestFinished(() => system.close());
  return system;
}

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Asks whenever it is wanted, and waits when the system asks to. */
export const askAtOnce: Ask = async (question, signal) => {
  for (let free = 0; ; ) {
    if (free > 0) await sleep(free, undefined, { signal });
    const answered = await question();
    if ('answer' in answered) return answered.answer;
    free = answered.wait.retryAfterMs;
  }
};

/** Records `from` to `to`, both included. */
export function records(from: number, to: number): NumberedRecord[] {
  return Array.from({ length: to - from + 1 }, (_, i) => ({ n: from + i, text: `record ${from + i}` }));
}
