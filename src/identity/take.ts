import type { MessageOutcome } from '../connectors/connector.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';
import { awaits } from '../vocabulary/keys.ts';
import type { Arrival, Speaker } from './arrival.ts';
import { baselineOf } from './baseline.ts';
import type { CrossReferences } from './crossReferences.ts';
import { type Look, sinceMade, sinceView } from './echo.ts';
import { type Identified, type Identity, identify, identifyAhead } from './identify.ts';
import { mentionsOf } from './mentions.ts';
import { equal, type Merged, type MergeRules, merge } from './merge.ts';
import { type Observation, readObservations, writeObservations } from './observations.ts';
import { type CurrentRecord, createRecords, lockRecords, readRecords, updateRecords } from './records.ts';
import { readWritings, settledPosition, type Writing } from './writings.ts';

export interface Circumstances {
  /** Id of the batch. */
  batch: number;
  /** The ledger's head when the transaction began. */
  head: number;
  receivedAt: Instant;
}

/** Orders messages by when they came: by batch, then by place in it. */
export function arrivedAt(batch: number, ordinal: number): number {
  return batch * 1_000_000 + ordinal;
}

/** The transaction it is done in. */
export interface Work {
  connection: Connection;
  later: Later;
}

export interface Taken {
  entries: NewEntry[];
  outcomes: Map<Arrival, MessageOutcome>;
  /** Cross-references that became known, as the texts that waiting messages name. */
  arrived: string[];
}

/** Facts are appended as they are. */
export async function takeFacts(speaker: Speaker, arrivals: readonly Arrival[]): Promise<Taken> {
  const outcomes = new Map<Arrival, MessageOutcome>();
  const entries = arrivals.map((arrival) => {
    outcomes.set(arrival, { outcome: 'accepted', key: arrival.key! });
    return entryOf(
      speaker,
      arrival,
      arrival.key!,
      arrival.key!,
      `${speaker.entity.entity}.recorded`,
      arrival.record,
      JSON.stringify(arrival.record),
    );
  });
  return { entries, outcomes, arrived: [] };
}

/**
 * States: keeps what the system now says, brings what it changed into the current record, and appends a `changed` entry for each record that
 * is new or different. What is said again, or is older than what the system said before, changes nothing.
 */
export async function takeStates(
  { connection, later }: Work,
  references: CrossReferences,
  speaker: Speaker,
  arrivals: readonly Arrival[],
  circumstances: Circumstances,
): Promise<Taken> {
  if (arrivals.length === 0) return { entries: [], outcomes: new Map(), arrived: [] };
  const { system, entity } = speaker;
  const reads: Reads = {
    db: connection,
    identify: (unknown) => identify(connection, references, identityOf(speaker), unknown),
    records: (keys) => lockRecords(connection, entity.entity, keys),
  };
  const planned = await plan(reads, speaker, arrivals, circumstances);
  const { said, created, updated, changes, outcomes, arrived } = planned;
  later(writeObservations(connection, system.code, entity.entity, circumstances.batch, said));
  later(createRecords(connection, entity.entity, created));
  later(updateRecords(connection, entity.entity, updated));
  const entries = changes.map(({ arrival, next }) => changedEntry(speaker, arrival, next));
  return { entries, outcomes, arrived };
}

/** What `takeStates` would come to now; locks nothing and writes nothing. */
export async function foreseeStates(
  db: Queryable,
  references: CrossReferences,
  speaker: Speaker,
  arrivals: readonly Arrival[],
  circumstances: Circumstances,
): Promise<Taken['outcomes']> {
  const reads: Reads = {
    db,
    identify: (unknown) => identifyAhead(db, references, identityOf(speaker), unknown),
    records: (keys) => readRecords(db, speaker.entity.entity, keys),
  };
  return (await plan(reads, speaker, arrivals, circumstances)).outcomes;
}

/** How what stands is read: under locks to change it, or to look only. */
interface Reads {
  db: Queryable;
  identify: (unknown: readonly Arrival[]) => Promise<Map<string, Identified>>;
  records: (keys: readonly string[]) => Promise<Map<string, CurrentRecord>>;
}

interface Plan extends Pick<Taken, 'outcomes' | 'arrived'> {
  changes: { arrival: Arrival; next: Next }[];
  said: Observation[];
  created: CurrentRecord[];
  updated: CurrentRecord[];
}

/** What is to be written, told from what stands. */
async function plan(
  reads: Reads,
  speaker: Speaker,
  arrivals: readonly Arrival[],
  circumstances: Circumstances,
): Promise<Plan> {
  const outcomes = new Map<Arrival, MessageOutcome>();
  const { system, entity } = speaker;
  const localKeys = [...new Set(arrivals.map((arrival) => arrival.localKey))];
  const [observations, settled] = await Promise.all([
    readObservations(reads.db, system.code, entity.entity, localKeys),
    settledPosition(reads.db, speaker.writtenBy),
  ]);
  const written = settled === undefined ? circumstances.head : Math.min(settled, circumstances.head);
  const keys = await keysOf(reads, arrivals, observations);
  const [records, writings] = await Promise.all([
    reads.records([...new Set(keys.values())]),
    writingsOf(reads.db, speaker, keys, observations),
  ]);

  const locked = new Set(records.keys());

  const said = new Map<string, Observation>();
  const changed = new Map<string, CurrentRecord>();
  const changes: Plan['changes'] = [];
  const arrived: string[] = [];
  for (const arrival of arrivals) {
    const key = keys.get(arrival);
    if (key === undefined) {
      // The hub's own writing, seen before its receipt told the key: the receipt links it.
      outcomes.set(arrival, { outcome: 'skipped' });
      continue;
    }
    const before = observations.get(arrival.localKey);
    if (before && isStale(arrival, before)) {
      outcomes.set(arrival, { outcome: 'unchanged', key, stale: true });
      continue;
    }
    const look = lookOf(speaker, arrival, before, circumstances, writings.get(key) ?? []);
    const next = nextRecord(speaker, arrival, key, before, look, records.get(key));
    const spoke = look.writings.length > 0 || before?.view == null || !equal(before.view, arrival.record);
    if (spoke || isNewer(arrival, before)) {
      const observation = observationOf(arrival, key, before, circumstances, written);
      observations.set(arrival.localKey, observation);
      said.set(arrival.localKey, observation);
      if (!before) arrived.push(...arrivalNames(speaker, arrival.localKey, key));
    }
    if (!next) {
      outcomes.set(arrival, { outcome: 'unchanged', key });
      continue;
    }
    records.set(key, next.record);
    changed.set(key, next.record);
    changes.push({ arrival, next });
    outcomes.set(arrival, { outcome: 'accepted', key });
  }

  const [updated, created] = partition([...changed.values()], ({ key }) => locked.has(key));
  return { changes, outcomes, arrived, said: [...said.values()], created, updated };
}

async function keysOf(
  reads: Reads,
  arrivals: readonly Arrival[],
  observations: ReadonlyMap<string, Observation>,
): Promise<Map<Arrival, string>> {
  const keys = new Map<Arrival, string>();
  const unknown: Arrival[] = [];
  for (const arrival of arrivals) {
    const key = observations.get(arrival.localKey)?.key ?? arrival.key;
    if (key !== undefined) keys.set(arrival, key);
    else unknown.push(arrival);
  }
  if (unknown.length > 0) {
    const found = await reads.identify(unknown);
    for (const arrival of unknown) {
      const identified = found.get(arrival.localKey);
      if (identified) keys.set(arrival, identified.key);
    }
  }
  for (const [arrival, key] of keys) arrival.record['key'] = key;
  return keys;
}

function identityOf({ system, entity, interface: spoken }: Speaker): Identity {
  return {
    system: system.code,
    keysOf: system.keys[entity.entity] ?? system.code,
    entity: entity.entity,
    mint: entity.mint ?? entity.entity,
    schemes: spoken.identify,
  };
}

function isStale(arrival: Arrival, before: Observation): boolean {
  if (arrival.version !== undefined && before.version !== undefined)
    return compare(arrival.version, before.version) < 0;
  if (arrival.changedAt !== undefined && before.changedAt !== undefined)
    return arrival.changedAt < before.changedAt;
  return arrival.again !== undefined && arrival.again.arrived < before.arrived;
}

function isNewer(arrival: Arrival, before: Observation): boolean {
  return (
    (arrival.version !== undefined && arrival.version !== before.version) ||
    (arrival.changedAt !== undefined && arrival.changedAt !== before.changedAt)
  );
}

/** Numbers by value, all else as text. */
function compare(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) {
    const difference = BigInt(a) - BigInt(b);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Next {
  record: CurrentRecord;
  change: 'created' | 'updated';
  changed: string[];
}

/** What the hub wrote to the system counts where the hub writes there, and wherever it is the hub's own user that speaks. */
async function writingsOf(
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

function lookOf(
  { writtenBy }: Speaker,
  { author, again, changedAt }: Arrival,
  before: Observation | undefined,
  { receivedAt }: Circumstances,
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

function nextRecord(
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

function observationOf(
  arrival: Arrival,
  key: string,
  before: Observation | undefined,
  { batch, receivedAt }: Circumstances,
  written: number,
): Observation {
  return {
    localKey: arrival.localKey,
    key,
    view: arrival.record,
    ...(arrival.version !== undefined && { version: arrival.version }),
    ...(arrival.changedAt !== undefined && { changedAt: arrival.changedAt }),
    ordinal: arrival.ordinal,
    position: Math.min(arrival.again?.head ?? written, written),
    positionBefore: before?.position ?? 0,
    arrived: arrival.again?.arrived ?? arrivedAt(batch, arrival.ordinal),
    ...(!arrival.again && { seenAt: receivedAt }),
  };
}

/** The names under which waiting messages may ask for it: by its local key, and by its canonical key in this system. */
function arrivalNames({ system, entity }: Speaker, localKey: string, key: string): string[] {
  return [awaits(entity.entity, system.code, localKey), awaits(entity.entity, system.code, key)];
}

function changedEntry(speaker: Speaker, arrival: Arrival, { record, change, changed }: Next): NewEntry {
  const data = JSON.stringify({ version: record.version, change, changed, record: record.data });
  const id = `${record.key}@${record.version}`;
  return entryOf(speaker, arrival, id, record.key, `${speaker.entity.entity}.changed`, record.data, data);
}

function entryOf(
  { system, entity }: Speaker,
  arrival: Arrival,
  id: string,
  key: string,
  type: string,
  record: JsonObject,
  data: string,
): NewEntry {
  const site = record['site'];
  return {
    id,
    type,
    entity: entity.entity,
    system: system.code,
    subject: key,
    partitionKey: entity.partitionKey(key, record),
    time: arrival.time,
    ordinal: arrival.ordinal,
    data,
    mentions: mentionsOf(record),
    ...(typeof site === 'string' && { site }),
  };
}

function partition<T>(list: readonly T[], test: (element: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((element) => !test(element))];
}

function withoutNulls(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}
