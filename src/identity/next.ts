import type { Queryable } from '../database/pool.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';
import type { Arrival, Speaker } from './arrival.ts';
import { baselineOf } from './baseline.ts';
import { type Look, sinceMade, sinceView } from './echo.ts';
import { type Merged, type MergeRules, merge } from './merge.ts';
import type { Observation } from './observations.ts';
import type { CurrentRecord } from './records.ts';
import { readWritings, type Writing } from './writings.ts';

/** What a record becomes by what a system says. */
export interface Next {
  record: CurrentRecord;
  change: 'created' | 'updated';
  changed: string[];
}

/** What the hub wrote to the system counts where the hub writes there, and wherever it is the hub's own user that speaks. */
export async function writingsOf(
  db: Queryable,
  { system, writtenBy }: Speaker,
  keys: ReadonlyMap<Arrival, string>,
  observations: ReadonlyMap<string, Observation>,
): Promise<Map<string, Writing[]>> {
  const after = new Map<string, number>();
  for (const [arrival, key] of keys) {
    const before = observations.get(arrival.localKey);
    if (!before || (writtenBy.length === 0 && arrival.author !== 'hub')) continue;
    after.set(key, Math.min(before.positionBefore, after.get(key) ?? before.positionBefore));
  }
  return readWritings(db, system.code, writtenBy, after);
}

export function lookOf(
  { writtenBy }: Speaker,
  { author, again, changedAt }: Arrival,
  before: Observation | undefined,
  { receivedAt }: { receivedAt: Instant },
  writings: readonly Writing[],
): Look {
  return {
    author,
    now: { ...(!again && { receivedAt }), ...(changedAt !== undefined && { changedAt }) },
    before: {
      ...(before?.seenAt !== undefined && { receivedAt: before.seenAt }),
      ...(before?.changedAt !== undefined && { changedAt: before.changedAt }),
    },
    position: before?.position ?? 0,
    writings: before ? writings.filter(({ position }) => position > before.positionBefore) : [],
    interfaces: writtenBy,
  };
}

export function nextRecord(
  speaker: Speaker,
  arrival: Arrival,
  key: string,
  before: Observation | undefined,
  look: Look,
  current: CurrentRecord | undefined,
): Next | undefined {
  if (!current) {
    const record = { key, version: 1, data: withoutNulls(arrival.record), changedAt: arrival.time };
    return { record, change: 'created', changed: [] };
  }
  const rules: MergeRules = { elementKeys: speaker.entity.elementKeys, lists: speaker.interface.lists };
  const merged = before?.view
    ? mergeChange(current.data, before.view, arrival.record, look, rules)
    : mergeFirst(current.data, arrival.record, look, rules);
  if (merged.changed.length === 0) return undefined;
  const record = { key, version: current.version + 1, data: merged.record, changedAt: arrival.time };
  return { record, change: 'updated', changed: merged.changed };
}

function mergeChange(
  record: JsonObject,
  view: JsonObject,
  now: JsonObject,
  look: Look,
  rules: MergeRules,
): Merged {
  if (look.writings.length === 0) return merge(record, view, now, rules);
  const written = look.writings.map((writing) => writing.record);
  const baseline = baselineOf(view, now, written, rules.elementKeys, sinceView(look));
  return merge(record, baseline, now, rules);
}

/** The first view fills what nobody has said; on a thing that the hub made there, another's hand shows in what differs from that. */
function mergeFirst(record: JsonObject, now: JsonObject, look: Look, rules: MergeRules): Merged {
  if (look.author === 'hub') return { record, changed: [] };
  const filled = merge(record, undefined, now, rules);
  if (look.author === 'untold' || look.writings.length === 0) return filled;
  const written = look.writings.map((writing) => writing.record);
  const baseline = baselineOf({}, now, written, rules.elementKeys, sinceMade(look));
  const merged = merge(filled.record, baseline, now, rules);
  return { record: merged.record, changed: [...filled.changed, ...merged.changed] };
}

function withoutNulls(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}
