import type { Instant, Json, JsonObject } from '../vocabulary/json.ts';
import type { Hearing } from './hearing.ts';
import { equal } from './merge.ts';
import { valueAt, within } from './pointer.ts';
import { alike } from './rendering.ts';
import type { Word } from './survivorship.ts';

/** What one member says of a disputed attribute. */
export interface Position {
  system: string;
  value: Json;
  /** When it was changed there; absent: it is not known. */
  at?: Instant;
  /** It is what the record holds. */
  stands?: true;
}

/** Members disagree on an attribute, and no rule settles it. */
export interface Dispute {
  key: string;
  pointer: string;
  values: Position[];
  /** `enterprise.yaml:13`. */
  rule: string;
  state: 'open' | 'settled-itself';
}

/** What a message was, to those who disagree. */
export interface Spoken {
  key: string;
  rule: string;
  system: string;
  /** What the system says. */
  now: JsonObject;
  at?: Instant;
  /** The record before and after. */
  before: JsonObject;
  after: JsonObject;
  elementKeys: ReadonlyMap<string, readonly string[]>;
}

/**
 * The disputes that a message opens, changes or ends. One ends by itself when all say what stands, or when another word takes the place of
 * what stood: a rule settled it, or its author had seen the other's.
 */
export function disputesAfter(
  open: ReadonlyMap<string, Dispute>,
  hearing: Hearing,
  spoken: Spoken,
): Dispute[] {
  const opened = hearing.contests.map(({ pointer, standing, word }): Dispute => {
    const { key, rule } = spoken;
    const values = withPosition(open.get(pointer)?.values ?? [], positionOf(standing, true));
    return { key, pointer, rule, state: 'open', values: withPosition(values, positionOf(word)) };
  });
  const fresh = new Set(opened.map(({ pointer }) => pointer));
  const touched = [...open.values()].filter(
    ({ pointer }) => !fresh.has(pointer) && isSpokenOf(pointer, hearing),
  );
  return [...opened, ...touched.map((dispute) => heard(dispute, hearing, spoken))];
}

function isSpokenOf(pointer: string, { strategies, agreed }: Hearing): boolean {
  return strategies.has(pointer) || [...agreed].some((other) => within(other, pointer));
}

function heard(dispute: Dispute, { settled }: Hearing, spoken: Spoken): Dispute {
  const { system, now, at, before, after, elementKeys } = spoken;
  const { pointer } = dispute;
  const value = valueAt(now, pointer, elementKeys) ?? null;
  const holds = valueAt(after, pointer, elementKeys) ?? null;
  const isTaken = !equal(holds, valueAt(before, pointer, elementKeys) ?? null);
  const wasOwn = dispute.values.some((each) => each.system === system && each.stands);
  const position: Position = {
    system,
    value,
    ...(at !== undefined && { at }),
    ...(isTaken && { stands: true }),
  };
  const values = withPosition(isTaken ? dispute.values.map(stood) : dispute.values, position, wasOwn);
  const isSettled =
    settled.has(pointer) || (isTaken && !wasOwn) || values.every((each) => alike(holds, each.value));
  return { ...dispute, values, state: isSettled ? 'settled-itself' : 'open' };
}

function stood({ stands: _, ...position }: Position): Position {
  return position;
}

function positionOf({ system, value, at }: Word, stands = false): Position {
  return { system, value: value ?? null, ...(at !== undefined && { at }), ...(stands && { stands }) };
}

function withPosition(values: readonly Position[], position: Position, stands = false): Position[] {
  const others = values.filter(({ system }) => system !== position.system);
  return [...others, stands ? { ...position, stands: true } : position];
}
