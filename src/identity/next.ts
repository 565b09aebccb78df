import type { Queryable } from '../database/pool.ts';
import { type Instant, type Json, type JsonObject, withoutNulls } from '../vocabulary/json.ts';
import type { Arrival, Speaker } from './arrival.ts';
import { baselineOf } from './baseline.ts';
import { type Look, sinceMade, sinceView } from './echo.ts';
import { latest } from './latest.ts';
import { equal, type Merged, type MergeRules, merge } from './merge.ts';
import type { Observation } from './observations.ts';
import { valueAt } from './pointer.ts';
import type { CurrentRecord } from './records.ts';
import { type Saying, tellAnew, toldWhole } from './told.ts';
import type { Verdict } from './verdict.ts';
import { type Hearing, hear } from './weighing.ts';
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

/** What a message meets: what the system said before, what the hub wrote there, what stands, and whose word counts. */
export interface Meeting {
  key: string;
  batch: number;
  before: Observation | undefined;
  look: Look;
  current: CurrentRecord | undefined;
  ruling: Verdict;
}

/** What a message comes to: the record as it will be, when anything changes, and where members disagree. */
export interface Outcome {
  next?: Next;
  hearing?: Hearing;
}

export function nextRecord(speaker: Speaker, arrival: Arrival, meeting: Meeting): Outcome {
  const { key, before, look, current, ruling } = meeting;
  const saying = sayingOfMessage(speaker, arrival, meeting);
  const hearing = hearingOf(speaker, arrival, meeting, saying);
  const weighing = ruling.rule?.model === 'event-driven' ? latest(saying, current) : hearing;
  const rules: MergeRules = {
    elementKeys: speaker.entity.elementKeys,
    lists: speaker.interface.lists,
    ...(weighing && { weighing }),
  };
  if (!current) {
    const data = hearing ? merge({}, undefined, arrival.record, rules).record : withoutNulls(arrival.record);
    const record = { key, version: 1, data, changedAt: arrival.time, told: toldWhole(saying) };
    return { next: { record, change: 'created', changed: [] } };
  }
  const merged = before?.view
    ? mergeChange(current.data, before.view, arrival.record, look, rules)
    : mergeFirst(current.data, arrival.record, look, rules);
  if (merged.changed.length === 0) return { ...(hearing && { hearing }) };
  const told = tellAnew(current.told, sayingsOf(merged.changed, saying, ruling, hearing), merged.gone);
  const record = { key, version: current.version + 1, data: merged.record, changedAt: arrival.time, told };
  return { next: { record, change: 'updated', changed: merged.changed }, ...(hearing && { hearing }) };
}

function sayingOfMessage(
  { interface: spoken }: Speaker,
  { ordinal, time, changedAt }: Arrival,
  { batch, before, ruling: { rule } }: Meeting,
): Saying {
  return {
    by: spoken.id,
    batch,
    ordinal,
    at: time,
    ...(before?.view == null && changedAt === undefined && { found: true }),
    ...(rule && { rule: `${rule.file}:${rule.line}` }),
  };
}

/** Members of a federated rule are weighed against each other. */
function hearingOf(
  { system, entity, owners }: Speaker,
  { record: now }: Arrival,
  { before, look, current, ruling: { verdict, rule } }: Meeting,
  saying: Saying,
): Hearing | undefined {
  if (verdict !== 'counts' || rule?.model !== 'federated') return undefined;
  if (entity.kind !== 'master' && rule.survivorship === undefined) return undefined;
  const hasArrived = (pointer: string, value: Json | undefined) =>
    look.writings.some(
      ({ record, receipts }) =>
        receipts.some(({ receivedAt }) => receivedAt <= (look.now.receivedAt ?? '')) &&
        equal(valueAt(record, pointer, entity.elementKeys), value),
    );
  const isFirst = before?.view == null;
  return hear({ rule, entity, owners, system: system.code, now, saying, current, isFirst, hasArrived });
}

/** The message by attribute, with the strategy by which each stands. */
function sayingsOf(
  changed: readonly string[],
  saying: Saying,
  { rule }: Verdict,
  hearing: Hearing | undefined,
): Map<string, Saying> {
  const byRule = new Map<string, Saying>();
  const told = (pointer: string): Saying => {
    const strategy = hearing?.strategies.get(pointer);
    if (!rule || !strategy) return saying;
    const named = `${rule.file}:${strategy.line} ${strategy.strategy}`;
    const known = byRule.get(named) ?? { ...saying, rule: named };
    byRule.set(named, known);
    return known;
  };
  return new Map(
    changed.map((pointer) => {
      const whole = hearing?.wholes.get(pointer) ?? pointer;
      return [whole, told(whole)];
    }),
  );
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
  if (look.author === 'hub') return { record, changed: [], gone: [] };
  if (look.writings.length === 0) return merge(record, undefined, now, rules);
  const { weighing: _, ...filling } = rules;
  const filled = merge(record, undefined, now, filling);
  if (look.author === 'untold') return filled;
  const written = look.writings.map((writing) => writing.record);
  const baseline = baselineOf({}, now, written, rules.elementKeys, sinceMade(look));
  const merged = merge(filled.record, baseline, now, rules);
  return { ...merged, changed: [...filled.changed, ...merged.changed] };
}
