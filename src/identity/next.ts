import type { Queryable } from '../database/pool.ts';
import { type Instant, type Json, type JsonObject, withoutNulls } from '../vocabulary/json.ts';
import type { Arrival, Speaker } from './arrival.ts';
import { baselineOf } from './baseline.ts';
import { type Look, sinceMade, sinceView } from './echo.ts';
import type { Hearing, Settling } from './hearing.ts';
import { latest } from './latest.ts';
import { equal, type Merged, type MergeRules, merge } from './merge.ts';
import type { Observation } from './observations.ts';
import type { Baseline } from './ownWord.ts';
import { valueAt } from './pointer.ts';
import type { CurrentRecord } from './records.ts';
import type { Scales } from './scales.ts';
import { isRetold, settle } from './settling.ts';
import { type Saying, sayingOf, systemOf, type Told, tellAnew, toldWhole, withVoices } from './told.ts';
import type { Verdict } from './verdict.ts';
import { hear } from './weighing.ts';
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
  /** Who says what, where that changes and the record does not. */
  told?: Told;
}

export function nextRecord(speaker: Speaker, arrival: Arrival, meeting: Meeting): Outcome {
  const { key, before, look, current, ruling } = meeting;
  const saying = sayingOfMessage(speaker, arrival, meeting);
  const baseline = baselineFor(before?.view ?? undefined, arrival.record, look, speaker.entity.elementKeys);
  const scales = scalesOf(speaker, arrival, meeting, { saying, baseline });
  const hearing = scales && hear(scales);
  const weighing = ruling.rule?.model === 'event-driven' ? latest(saying, current) : hearing;
  const rules: MergeRules = {
    elementKeys: speaker.entity.elementKeys,
    lists: speaker.interface.lists,
    ...(speaker.entity.kind === 'document' && ofDocument(speaker, current)),
    ...(weighing && { weighing }),
  };
  if (!current) {
    const data = hearing ? merge({}, undefined, arrival.record, rules).record : withoutNulls(arrival.record);
    const whole = scales && hearing && settle(scales, hearing, { record: data, changed: [], gone: [] });
    const told = whole ? tell(toldWhole(saying), whole, []) : toldWhole(saying);
    const record = { key, version: 1, data: whole?.record ?? data, changedAt: arrival.time, told };
    return { next: { record, change: 'created', changed: [] } };
  }
  const merged = mergeWord(current.data, arrival.record, baseline, look, before?.view == null, rules);
  const settled = scales && hearing && settle(scales, hearing, merged);
  const { record: data, changed } = settled ?? merged;
  const heard = hearing && { hearing };
  const byWord = sayingsOf(merged.changed, saying, ruling, hearing);
  const anew = () => tellAnew(current.told, byWord, merged.gone);
  if (changed.length === 0) {
    return { ...heard, ...(settled && isRetold(settled, current) && { told: tell(anew(), settled, []) }) };
  }
  const told = settled ? tell(anew(), settled, settled.gone) : anew();
  const record = { key, version: current.version + 1, data, changedAt: arrival.time, told };
  return { next: { record, change: 'updated', changed }, ...heard };
}

/** Lines and what is in them are numbered by the document's origin, and what it says of them is there until it says otherwise. */
function ofDocument(
  { system }: Speaker,
  current: CurrentRecord | undefined,
): Pick<MergeRules, 'fillsElements' | 'stays'> {
  const origin = current?.data['system'];
  const { told } = current ?? {};
  if (!told || origin === system.code) return { fillsElements: true };
  const isOfOrigin = (saying: Saying | undefined) => saying !== undefined && systemOf(saying) === origin;
  return { fillsElements: true, stays: (pointer) => isOfOrigin(sayingOf(told, pointer)) };
}

/** Who said what stands, with what was settled beside the word. */
function tell(told: Told, { sayings, voices }: Settling, gone: readonly string[]): Told {
  return withVoices(sayings.size === 0 ? told : tellAnew(told, sayings, gone), voices);
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
function scalesOf(
  { system, entity, owners, tells, interface: { lists } }: Speaker,
  { record: now }: Arrival,
  { before, look, current, ruling: { verdict, rule } }: Meeting,
  { saying, baseline }: Pick<Scales, 'saying' | 'baseline'>,
): Scales | undefined {
  if (verdict !== 'counts' || rule?.model !== 'federated') return undefined;
  if (entity.kind !== 'master' && rule.survivorship === undefined) return undefined;
  const hasArrived = (pointer: string, value: Json | undefined) =>
    look.writings.some(
      ({ record, receipts }) =>
        receipts.some(({ receivedAt }) => receivedAt <= (look.now.receivedAt ?? '')) &&
        equal(valueAt(record, pointer, entity.elementKeys), value),
    );
  const isFirst = before?.view == null;
  const speaking = { system: system.code, now, baseline, lists, saying, isFirst, hasArrived };
  return { rule, entity, owners, tells, current, ...speaking };
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

/** What the system's view is held against, so that the difference is its own word. */
function baselineFor(
  before: JsonObject | undefined,
  now: JsonObject,
  look: Look,
  elementKeys: MergeRules['elementKeys'],
): Baseline {
  const written = look.writings.map((writing) => writing.record);
  if (before) {
    const view =
      written.length === 0 ? before : baselineOf(before, now, written, elementKeys, sinceView(look));
    return { view };
  }
  if (look.author === 'hub') return 'nothing';
  if (written.length === 0) return 'first';
  return look.author === 'untold'
    ? 'nothing'
    : { view: baselineOf({}, now, written, elementKeys, sinceMade(look)) };
}

/** The first view fills what nobody has said; on a thing that the hub made there, another's hand shows in what differs from that. */
function mergeWord(
  record: JsonObject,
  now: JsonObject,
  baseline: Baseline,
  look: Look,
  isFirst: boolean,
  rules: MergeRules,
): Merged {
  if (baseline === 'first') return merge(record, undefined, now, rules);
  if (baseline !== 'nothing' && !isFirst) return merge(record, baseline.view, now, rules);
  if (look.author === 'hub') return { record, changed: [], gone: [] };
  const { weighing: _, ...filling } = rules;
  const filled = merge(record, undefined, now, filling);
  if (baseline === 'nothing') return filled;
  const merged = merge(filled.record, baseline.view, now, rules);
  return { ...merged, changed: [...filled.changed, ...merged.changed] };
}
