import type { MessageOutcome } from '../connectors/connector.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';
import { awaits } from '../vocabulary/keys.ts';
import type { Arrival, Speaker } from './arrival.ts';
import type { CrossReferences } from './crossReferences.ts';
import { writtenByOthers } from './echo.ts';
import { type Identified, type Identity, identify, identifyAhead } from './identify.ts';
import { mentionsOf } from './mentions.ts';
import { equal, type MergeRules, merge } from './merge.ts';
import { type Observation, readObservations, writeObservations } from './observations.ts';
import { type CurrentRecord, createRecords, lockRecords, readRecords, updateRecords } from './records.ts';

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
  const observations = await readObservations(reads.db, system.code, entity.entity, localKeys);
  const keys = await keysOf(reads, arrivals, observations);
  const records = await reads.records([...new Set(keys.values())]);

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
    if (before?.view == null || !equal(before.view, arrival.record) || isNewer(arrival, before)) {
      const observation = observationOf(arrival, key, before, circumstances);
      observations.set(arrival.localKey, observation);
      said.set(arrival.localKey, observation);
      if (!before) arrived.push(...arrivalNames(speaker, arrival.localKey, key));
    }
    const next = await nextRecord(reads.db, speaker, arrival, key, before, records.get(key));
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

async function nextRecord(
  db: Queryable,
  speaker: Speaker,
  arrival: Arrival,
  key: string,
  before: Observation | undefined,
  current: CurrentRecord | undefined,
): Promise<Next | undefined> {
  if (!current) {
    const record = { key, version: 1, data: withoutNulls(arrival.record), changedAt: arrival.time };
    return { record, change: 'created', changed: [] };
  }
  const view = before?.view ?? undefined;
  if (arrival.echo && !view) return undefined;
  const rules: MergeRules = { elementKeys: speaker.entity.elementKeys, lists: speaker.interface.lists };
  let merged = merge(current.data, view, arrival.record, rules);
  if (arrival.echo && merged.changed.length > 0) {
    const ignore = await writtenByOthers(db, key, speaker.system.code, before!);
    merged = merge(current.data, view, arrival.record, { ...rules, ignore });
  }
  if (merged.changed.length === 0) return undefined;
  const record = { key, version: current.version + 1, data: merged.record, changedAt: arrival.time };
  return { record, change: 'updated', changed: merged.changed };
}

function observationOf(
  arrival: Arrival,
  key: string,
  before: Observation | undefined,
  { batch, head }: Circumstances,
): Observation {
  return {
    localKey: arrival.localKey,
    key,
    view: arrival.record,
    ...(arrival.version !== undefined && { version: arrival.version }),
    ...(arrival.changedAt !== undefined && { changedAt: arrival.changedAt }),
    ordinal: arrival.ordinal,
    position: arrival.again?.head ?? head,
    positionBefore: before?.position ?? 0,
    arrived: arrival.again?.arrived ?? arrivedAt(batch, arrival.ordinal),
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
