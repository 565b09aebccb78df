import type { MessageOutcome } from '../connectors/connector.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';
import { awaits } from '../vocabulary/keys.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { askForApprovals, settleApprovals } from './approvals.ts';
import type { Arrival, Speaker } from './arrival.ts';
import { keepDisputes } from './conflicts.ts';
import type { CrossReferences } from './crossReferences.ts';
import type { Dispute } from './disputes.ts';
import { meet, openDisputing } from './disputing.ts';
import { hasAllArrived } from './echo.ts';
import { changedEntry, entryOf } from './entries.ts';
import { type Identification, type Identity, identify, identifyAhead, keepIdentifiers } from './identify.ts';
import { matchedOf } from './matching/keep.ts';
import { keepMatching } from './matching/keepMatching.ts';
import { equal } from './merge.ts';
import { followItems } from './merging/lockDerived.ts';
import { itemsIn, renamed } from './merging/naming.ts';
import { DERIVED } from './merging/rederive.ts';
import { readRoots } from './merging/roots.ts';
import { readCounts, summed } from './merging/stock.ts';
import { lookOf, type Next, writingsOf } from './next.ts';
import { type Observation, readObservations, readTold, writeObservations } from './observations.ts';
import { type Proposal, proposalEntry, propose, settleAnswered } from './proposals.ts';
import { type CurrentRecord, createRecords, lockRecords, readRecords, updateRecords } from './records.ts';
import { type Turnover, turnoverOf } from './unique/claims.ts';
import { type Breach, findBreaches, foreseeBreaches } from './unique/findBreaches.ts';
import { judge } from './unique/judge.ts';
import { keepClaims } from './unique/keepClaims.ts';
import { readAsked } from './unique/readAsked.ts';
import type { Verdict } from './verdict.ts';
import { type WaitingChange, withhold } from './withhold.ts';
import { keysUnderWay, settledPosition } from './writings.ts';

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

/** What goes on, and what still does when some of it is stopped: what a message says goes in whole, or not at all. */
export interface Going {
  arrivals: readonly Arrival[];
  without(stopped: ReadonlyMap<Arrival, Problem>): readonly Arrival[];
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
 * is new or different. What is said again, or is older than what the system said before, changes nothing. By what other records have for
 * themselves messages may stop.
 */
export async function takeStates(
  { connection, later }: Work,
  references: CrossReferences,
  speaker: Speaker,
  going: Going,
  circumstances: Circumstances,
): Promise<Taken> {
  if (going.arrivals.length === 0) return { entries: [], outcomes: new Map(), arrived: [] };
  const { system, entity } = speaker;
  const reads: Reads = {
    db: connection,
    identify: (unknown) => identify(connection, references, identityOf(speaker), unknown),
    records: (keys) => lockRecords(connection, entity.entity, keys),
    roots: (asked) => followItems(connection, asked),
    breaches: (turnover) => findBreaches(connection, entity, turnover),
  };
  const planned = await planUnbroken(reads, speaker, going, circumstances);
  const { said, created, updated, changes, outcomes, arrived, identified } = planned;
  const matched = matchedOf(identified.found);
  later(writeObservations(connection, system.code, entity.entity, circumstances.batch, said));
  later(createRecords(connection, entity.entity, created));
  later(updateRecords(connection, entity.entity, updated));
  later(keepClaims(connection, planned.turnover));
  later(keepIdentifiers(connection, identityOf(speaker), identified));
  later(keepMatching(connection, speaker, matched, [...changes, ...planned.proposals]));
  later(keepDisputes(connection, entity.entity, planned.disputes));
  const returning = await keysToReturn(connection, speaker, changes, planned.written);
  const entries = changes.map(({ arrival, next, isAhead }) =>
    changedEntry(speaker, arrival, next, isAhead || returning.has(next.record.key)),
  );
  if (planned.governed.length > 0) await settleAnswered(connection, later, speaker, planned);
  if (speaker.governed?.length || speaker.numbers)
    await settleApprovals(connection, later, speaker, planned.records, said);
  askForApprovals(connection, later, speaker, circumstances.batch, planned.waiting);
  later(propose(connection, speaker, circumstances.batch, planned.proposals));
  const asked = planned.proposals.map((proposal) => proposalEntry(speaker, circumstances.batch, proposal));
  return { entries: [...entries, ...asked], outcomes, arrived };
}

/** What `takeStates` would come to now; locks nothing and writes nothing. */
export async function foreseeStates(
  db: Queryable,
  references: CrossReferences,
  speaker: Speaker,
  going: Going,
  circumstances: Circumstances,
): Promise<Taken['outcomes']> {
  const reads: Reads = {
    db,
    identify: (unknown) => identifyAhead(db, references, identityOf(speaker), unknown),
    records: (keys) => readRecords(db, speaker.entity.entity, keys),
    roots: (asked) => readRoots(db, asked),
    breaches: (turnover) => foreseeBreaches(db, turnover),
  };
  return (await planUnbroken(reads, speaker, going, circumstances)).outcomes;
}

/** How what stands is read: under locks to change it, or to look only. */
interface Reads {
  db: Queryable;
  identify: (unknown: readonly Arrival[]) => Promise<Identification>;
  records: (keys: readonly string[]) => Promise<Map<string, CurrentRecord>>;
  /** Where merged items lead. */
  roots: (items: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** What is to be written that another record has for itself. */
  breaches: (turnover: Turnover) => Promise<Breach[]>;
}

interface Plan extends Pick<Taken, 'outcomes' | 'arrived'> {
  /** `isAhead`: something the hub wrote there had not surely arrived when the system said it. */
  changes: { arrival: Arrival; next: Next; isAhead: boolean }[];
  /** Up to where the ledger has been written to the system. */
  written: number;
  identified: Identification;
  /** What records come to have for themselves. */
  turnover: Turnover;
  said: Observation[];
  created: CurrentRecord[];
  updated: CurrentRecord[];
  proposals: Proposal[];
  disputes: Dispute[];
  /** Changes that a second person has to say yes to. */
  waiting: WaitingChange[];
  /** Keys of things that have an authority. */
  governed: string[];
  /** As they stand when all is written. */
  records: ReadonlyMap<string, CurrentRecord>;
}

/** Without the messages that would give one record what another has for itself. */
async function planUnbroken(
  reads: Reads,
  speaker: Speaker,
  { arrivals, without }: Going,
  circumstances: Circumstances,
): Promise<Plan> {
  const { entity } = speaker;
  for (let going = arrivals; ; ) {
    const planned = await plan(reads, speaker, going, circumstances);
    const breaches = await reads.breaches(planned.turnover);
    const isAsked = await readAsked(reads.db, breaches, matchedOf(planned.identified.found));
    const { stops, findings } = judge(entity, planned.changes, breaches, isAsked);
    if (stops.size === 0) {
      for (const arrival of going) arrival.shares = findings.get(arrival);
      return planned;
    }
    going = without(stops);
  }
}

/** Of the things that are changed those to which something older is still on its way: it must not be the last that the system hears. */
async function keysToReturn(
  connection: Connection,
  { system, writtenBy }: Speaker,
  changes: Plan['changes'],
  written: number,
): Promise<ReadonlySet<string>> {
  const updated = changes.filter(({ next }) => next.change === 'updated');
  const keys = [...new Set(updated.map(({ next }) => next.record.key))];
  return keysUnderWay(connection, system.code, writtenBy, keys, written);
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
  if (DERIVED.includes(entity.entity)) await followMergedItems(reads, speaker, arrivals);
  const localKeys = [...new Set(arrivals.map((arrival) => arrival.localKey))];
  const [observations, settled] = await Promise.all([
    readObservations(reads.db, system.code, entity.entity, localKeys),
    settledPosition(reads.db, speaker.writtenBy),
  ]);
  const written = settled === undefined ? circumstances.head : Math.min(settled, circumstances.head);
  const { keys, identified } = await keysOf(reads, arrivals, observations);
  const [records, writings] = await Promise.all([
    reads.records([...new Set(keys.values())]),
    writingsOf(reads.db, speaker, keys, observations),
  ]);
  await followMerges(reads, keys, records);

  const firstHeard = arrivals.filter((arrival) => observations.get(arrival.localKey)?.view == null);
  const toldByAuthority = await keysTold(reads.db, speaker, firstHeard, keys, records);
  const stood = new Map(records);
  const disputing = await openDisputing(reads.db, entity.entity, records);
  const counting = entity.kind === 'position' ? [...records.keys()] : [];
  const counts = await readCounts(reads.db, system.code, counting);

  const said = new Map<string, Observation>();
  const changed = new Map<string, CurrentRecord>();
  const changes: Plan['changes'] = [];
  const proposals: Proposal[] = [];
  const waiting: WaitingChange[] = [];
  const governed = new Set<string>();
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
    const current = records.get(key);
    const ruling = speaker.authorise(arrival.record, current?.data);
    const spoken = isAuthority(ruling) ? { ...arrival, author: 'untold' as const } : arrival;
    const look = lookOf(speaker, spoken, before, circumstances, writings.get(key) ?? []);
    const meeting = { key, batch: circumstances.batch, before, look, current, ruling };
    const { next: alone, noted, isKept } = meet(speaker, arrival, meeting, disputing);
    const next = alone && counted(alone, arrival, counts.get(key));
    if (noted) {
      records.set(key, noted);
      changed.set(key, noted);
    }
    if (ruling.rule?.model === 'centralized') governed.add(key);
    if (ruling.verdict === 'kept aside' && ruling.sharesView) {
      outcomes.set(arrival, { outcome: 'kept aside', key });
      continue;
    }
    const spoke = look.writings.length > 0 || before?.view == null || !equal(before.view, arrival.record);
    if (spoke || isNewer(arrival, before)) {
      const observation = observationOf(arrival, key, before, circumstances, written);
      observations.set(arrival.localKey, observation);
      said.set(arrival.localKey, observation);
      if (!before) arrived.push(...arrivalNames(speaker, arrival.localKey, key));
    }
    if (!next) {
      outcomes.set(arrival, { outcome: isKept ? 'kept aside' : 'unchanged', key });
      continue;
    }
    // What a system said before the hub first heard it is no wish to change what the authority has told.
    const isFirstLook = before?.view == null && toldByAuthority.has(key);
    if (ruling.verdict === 'kept aside' || (ruling.verdict === 'proposed' && isFirstLook)) {
      outcomes.set(arrival, { outcome: 'kept aside', key });
      continue;
    }
    if (ruling.verdict === 'proposed') {
      proposals.push({ arrival, next, rule: ruling.rule });
      outcomes.set(arrival, { outcome: 'proposed', key });
      continue;
    }
    const { next: free, waits } = withhold(speaker, current, next, arrival, before);
    if (waits.length > 0) waiting.push({ arrival, key, waits });
    if (!free) {
      outcomes.set(arrival, { outcome: 'proposed', key });
      continue;
    }
    records.set(key, free.record);
    changed.set(key, free.record);
    changes.push({ arrival, next: free, isAhead: !hasAllArrived(look) });
    outcomes.set(arrival, { outcome: 'accepted', key });
  }

  const [updated, created] = partition([...changed.values()], ({ key }) => stood.has(key));
  const turned = [...changed.values()].map(({ key, data }) => ({
    key,
    before: stood.get(key)?.data,
    after: data,
  }));
  const disputes = [...disputing.changed.values()];
  const rest = {
    proposals,
    waiting,
    governed: [...governed],
    records,
    disputes,
    written,
    identified,
    turnover: turnoverOf(entity, turned),
  };
  return { changes, outcomes, arrived, said: [...said.values()], created, updated, ...rest };
}

/** What the hub's user wrote to an authority were proposals: what it shows of them is its own word, by which it takes them over. */
function isAuthority({ verdict, rule }: Verdict): boolean {
  return verdict === 'counts' && rule?.model === 'centralized';
}

/** Of things heard of for the first time those that the authority, whose word counts, has told of. */
async function keysTold(
  db: Queryable,
  { entity, authorise }: Speaker,
  firstHeard: readonly Arrival[],
  keys: ReadonlyMap<Arrival, string>,
  records: ReadonlyMap<string, CurrentRecord>,
): Promise<ReadonlySet<string>> {
  const asked = firstHeard.flatMap((arrival) => {
    const key = keys.get(arrival);
    const current = records.get(key ?? '')?.data;
    if (key === undefined || current === undefined) return [];
    const { verdict, rule } = authorise(arrival.record, current);
    return verdict === 'proposed' && rule.authority !== undefined ? { key, authority: rule.authority } : [];
  });
  return asked.length === 0 ? new Set() : readTold(db, entity.entity, asked);
}

async function keysOf(
  reads: Reads,
  arrivals: readonly Arrival[],
  observations: ReadonlyMap<string, Observation>,
): Promise<{ keys: Map<Arrival, string>; identified: Identification }> {
  const keys = new Map<Arrival, string>();
  let identified: Identification = { found: new Map(), strangers: [] };
  const unknown: Arrival[] = [];
  for (const arrival of arrivals) {
    const key = observations.get(arrival.localKey)?.key ?? arrival.key;
    if (key !== undefined) keys.set(arrival, key);
    else unknown.push(arrival);
  }
  if (unknown.length > 0) {
    identified = await reads.identify(unknown);
    for (const arrival of unknown) {
      const key = identified.found.get(arrival.localKey)?.key;
      if (key !== undefined) keys.set(arrival, key);
    }
  }
  for (const [arrival, key] of keys) arrival.record['key'] = key;
  return { keys, identified };
}

/** What names a merged item names what it leads to, in the key that is derived from it too. */
async function followMergedItems(
  reads: Reads,
  { entity }: Speaker,
  arrivals: readonly Arrival[],
): Promise<void> {
  const roots = await reads.roots([...new Set(arrivals.flatMap(({ record }) => [...itemsIn(record)]))]);
  for (const arrival of roots.size === 0 ? [] : arrivals) {
    for (const item of itemsIn(arrival.record)) {
      const root = roots.get(item);
      if (root !== undefined) arrival.record = renamed(arrival.record, item, root, entity.elementKeys).data;
    }
    const key = entity.deriveKey(arrival.record);
    if (key !== undefined) arrival.key = key;
  }
}

/** Of positions that are one since their items are, and that the system counts apart, the record holds all counts. */
function counted(
  next: Next,
  { localKey, record }: Arrival,
  counts: Map<string, JsonObject> | undefined,
): Next {
  if (!counts || localKey.startsWith('ivp~')) return next;
  counts.set(localKey, record);
  return { ...next, record: { ...next.record, data: summed(next.record.data, counts.values()) } };
}

/** What was merged into another thing is that thing: for keys that a source states, or that were remembered. */
async function followMerges(
  reads: Reads,
  keys: Map<Arrival, string>,
  records: Map<string, CurrentRecord>,
): Promise<void> {
  for (let hops = 0; hops < 100; hops++) {
    const moved = new Map<Arrival, string>();
    for (const [arrival, key] of keys) {
      const into = records.get(key)?.data['mergedInto'];
      if (typeof into === 'string') moved.set(arrival, into);
    }
    if (moved.size === 0) return;
    for (const [key, record] of await reads.records([...new Set(moved.values())])) records.set(key, record);
    for (const [arrival, key] of moved) {
      if (!records.has(key)) return;
      keys.set(arrival, key);
      arrival.record['key'] = key;
    }
  }
}

function identityOf({ system, entity, interface: spoken, matcher }: Speaker): Identity {
  return {
    system: system.code,
    keysOf: system.keys[entity.entity] ?? system.code,
    entity: entity.entity,
    mint: entity.mint ?? entity.entity,
    schemes: spoken.identify,
    ...(matcher && { matcher }),
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

function observationOf(
  arrival: Arrival,
  key: string,
  before: Observation | undefined,
  { batch, receivedAt }: Circumstances,
  written: number,
): Observation {
  const isMade = before ? before.isMade : arrival.author === 'hub';
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
    ...(isMade && { isMade }),
  };
}

/** The names under which waiting messages may ask for it: by its local key, and by its canonical key in this system. */
function arrivalNames({ system, entity }: Speaker, localKey: string, key: string): string[] {
  return [awaits(entity.entity, system.code, localKey), awaits(entity.entity, system.code, key)];
}

function partition<T>(list: readonly T[], test: (element: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((element) => !test(element))];
}
