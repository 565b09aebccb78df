import {
  DecodeFailure,
  type MessageOutcome,
  type SourceBatch,
  type SourceMessage,
} from './connectors/connector.ts';
import type { Pool } from './database/pool.ts';
import { type Later, transaction } from './database/transaction.ts';
import { heldKeys, type Parked, park, postpone, release, type Stopped, settle } from './delivery/parked.ts';
import { keepDocuments, packDocuments, reserveBatch } from './documents.ts';
import { type Arrival, readArrival, type Speaker } from './identity/arrival.ts';
import { findCycles } from './identity/bomCycles.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import { arrivedAt, type Going, type Taken, takeFacts, takeStates } from './identity/take.ts';
import { type Admitted, admit, type Ticket } from './inbox.ts';
import { keepFindings } from './keepFindings.ts';
import type { Site } from './landscape/landscape.ts';
import type { Holder } from './lease.ts';
import { type Appended, append } from './ledger/append.ts';
import type { Tail } from './ledger/tail.ts';
import type { Mapping, Scope } from './mapping/mapping.ts';
import { mapWithReferences } from './mapping/references.ts';
import { sumQuality } from './stewardship/qualitySums.ts';
import { inboundPassed } from './vocabulary/channels.ts';
import { keepable } from './vocabulary/instants.ts';
import { type Instant, isObject, type Json } from './vocabulary/json.ts';
import { inboxId, storable } from './vocabulary/keys.ts';
import { type Problem, problem } from './vocabulary/problem.ts';

/** One source interface, compiled and ready to take messages in. */
export interface Inlet extends Speaker {
  /** Row in `source`. */
  id: number;
  site: Site;
  mapping: Mapping;
  scope: (receivedAt: Instant) => Scope;
  /** Whether it has quality findings that its next word could mend; undefined: not looked up yet. */
  findings?: boolean;
}

/** All that is needed to map and check. */
export type CompiledInlet = Omit<Inlet, 'id'>;

export interface InboundLine {
  pool: Pool;
  references: CrossReferences;
  tail: Tail;
  holder: Holder;
}

/** A message on its way: each step moves it on or gives it its outcome. */
export interface Passing {
  ordinal: number;
  message: SourceMessage;
  /** Its row when it was parked before and is tried again. */
  again?: Parked;
  /** What its order is kept by. */
  order?: string;
  /** What the mapping made of it. */
  values: Json[];
  arrivals: Arrival[];
  outcome?: MessageOutcome;
  /** Parked because an earlier one of its key is. */
  behind?: true;
}

/** A batch that went through the pure stages and waits for its transaction. */
export interface Prepared {
  /** Absent for messages tried again: they move no cursor. */
  batch?: SourceBatch;
  passing: Passing[];
  receivedAt: Instant;
  documents: Promise<Buffer>;
  started: number;
}

/**
 * Takes one batch in: decode → map → check → identify → append. When it resolves, the batch is durable and may be
 * acknowledged. A message that fails parks alone; an exception means that nothing of the batch was taken.
 */
export async function takeIn(line: InboundLine, inlet: Inlet, batch: SourceBatch): Promise<MessageOutcome[]> {
  return takePrepared(line, inlet, await prepareBatch(line, inlet, batch));
}

/** The stages before the transaction; they may run while the batch before is still being made durable. */
export async function prepareBatch(line: InboundLine, inlet: Inlet, batch: SourceBatch): Promise<Prepared> {
  const started = performance.now();
  const receivedAt = new Date().toISOString();
  const passing = await prepareMessages(line, inlet, batch.messages, receivedAt);
  return { batch, passing, receivedAt, documents: packDocuments(batch.messages), started };
}

/** Decodes, maps and checks; what stops there has its outcome. */
export async function prepareMessages(
  line: Pick<InboundLine, 'pool' | 'references'>,
  inlet: CompiledInlet,
  messages: readonly SourceMessage[],
  receivedAt: Instant,
): Promise<Passing[]> {
  const passing = messages.map((message, ordinal) => newPassing(message, ordinal));
  await prepare(line, inlet, passing, receivedAt);
  return passing;
}

/** What the batch before brought may be what a message of this one missed when it was prepared. */
export async function lookAgain(
  line: InboundLine,
  inlet: Inlet,
  { passing, receivedAt }: Prepared,
): Promise<void> {
  const missed = passing.filter(
    (p) => p.outcome?.outcome === 'parked' && p.outcome.problem.code === 'reference-unknown',
  );
  for (const p of missed) Object.assign(p, newPassing(p.message, p.ordinal), { outcome: undefined });
  if (missed.length > 0) await prepare(line, inlet, missed, receivedAt);
}

export async function takePrepared(
  line: InboundLine,
  inlet: Inlet,
  prepared: Prepared,
): Promise<MessageOutcome[]> {
  const { batch, passing, receivedAt, documents, started } = prepared;
  const { outcomes, appended } = await transaction(line.pool, (connection, later) =>
    commitBatch(connection, later, line, inlet, passing, receivedAt, documents, batch),
  );
  const kept = await appended;
  if (kept) line.tail.keep(kept);
  report(inlet, passing, outcomes, started);
  return outcomes;
}

/** Tries parked messages again, with the present mapping, code lists and rules; their order is the order given. */
export async function takeAgain(
  line: InboundLine,
  inlet: Inlet,
  parked: readonly Parked[],
): Promise<MessageOutcome[]> {
  const started = performance.now();
  const { passing, receivedAt } = await prepareAgain(line, inlet, parked);
  const documents = packDocuments(passing.map(({ message }) => message));
  return takePrepared(line, inlet, { passing, receivedAt, documents, started });
}

/** The stages before the transaction, for messages that were parked. */
export async function prepareAgain(
  line: Pick<InboundLine, 'pool' | 'references'>,
  inlet: CompiledInlet,
  parked: readonly Parked[],
): Promise<Pick<Prepared, 'passing' | 'receivedAt'>> {
  const receivedAt = new Date().toISOString();
  const passing = parked.map((p, ordinal) => newPassing(toMessage(p), ordinal, p));
  await prepare(line, inlet, passing, receivedAt);
  return { passing, receivedAt };
}

function newPassing(message: SourceMessage, ordinal: number, again?: Parked): Passing {
  return { ordinal, message, values: [], arrivals: [], ...(again && { again }) };
}

type Database = Parameters<Parameters<typeof transaction>[1]>[0];

async function prepare(
  line: Pick<InboundLine, 'pool' | 'references'>,
  inlet: CompiledInlet,
  passing: Passing[],
  receivedAt: Instant,
): Promise<void> {
  decode(inlet, passing);
  await map(line, inlet, passing, receivedAt);
  check(inlet, passing, receivedAt);
}

function decode(inlet: CompiledInlet, passing: Passing[]): void {
  const field = inlet.interface.order;
  for (const p of passing) {
    const { document } = p.message;
    if (document instanceof DecodeFailure) fail(p, document.problem);
    else if (field !== undefined && isObject(document)) orderBy(p, document[field]);
    if (p.again?.key !== undefined) p.order = p.again.key;
  }
}

async function map(
  line: Pick<InboundLine, 'pool' | 'references'>,
  inlet: CompiledInlet,
  passing: Passing[],
  receivedAt: Instant,
): Promise<void> {
  const waiting = passing.filter((p) => !p.outcome);
  const documents = waiting.map((p) => p.message.document as Json);
  const mapped = await mapDocuments(line, inlet, inlet.scope(receivedAt), documents);
  for (const [i, p] of waiting.entries()) {
    const result = mapped[i]!;
    if ('problem' in result) fail(p, result.problem);
    else if (result.value === undefined) p.outcome = { outcome: 'skipped' };
    else p.values = toList(result.value);
  }
}

/** Maps what an interface tells; references that are not in memory are looked up. */
export function mapDocuments(
  { pool, references }: Pick<InboundLine, 'pool' | 'references'>,
  { mapping }: Pick<CompiledInlet, 'mapping'>,
  scope: Scope,
  documents: readonly Json[],
): ReturnType<typeof mapWithReferences> {
  return mapWithReferences(mapping, scope, documents, (missing) =>
    references.fetchCanonical(
      pool,
      missing.map(({ system, entity, key }) => ({ system, entity, localKey: key })),
    ),
  );
}

function check(inlet: CompiledInlet, passing: Passing[], receivedAt: Instant): void {
  for (const p of passing) {
    if (p.outcome) continue;
    for (const value of p.values) {
      const arrival = readArrival(value, p.ordinal, inlet, p.message, receivedAt);
      if ('code' in arrival) {
        fail(p, arrival);
        break;
      }
      if (isKeptAside(inlet, arrival)) {
        p.outcome = { outcome: 'kept aside', key: arrival.key! };
        break;
      }
      if (p.again) arrival.again = { head: p.again.position, arrived: p.again.arrived ?? 0 };
      p.arrivals.push(arrival);
    }
  }
}

/** A fact that the rules do not hear takes no place from the same fact told by another interface. */
function isKeptAside({ entity, authorise }: CompiledInlet, { record }: Arrival): boolean {
  return entity.kind === 'fact' && authorise(record, undefined).verdict === 'kept aside';
}

async function commitBatch(
  connection: Database,
  later: Later,
  line: InboundLine,
  inlet: Inlet,
  all: Passing[],
  receivedAt: Instant,
  packed: Promise<Buffer>,
  batch?: SourceBatch,
): Promise<Committed> {
  // A transaction may run again after a deadlock: the outcomes of this run must not see those of the last.
  const passing = all.map((p) => ({ ...p }));
  const [{ id, head }] = await Promise.all([
    reserveBatch(connection, inlet.id, line.holder.id),
    holdThenDeduplicate(connection, inlet, passing),
  ]);

  if (inlet.entity.entity === 'bom')
    stop(inlet, passing, await findCycles(connection, arrivalsOf(passing)), new Set());
  const going = goingOf(inlet, passing, new Set());
  const circumstances = { batch: id, head, receivedAt };
  const taken =
    inlet.entity.kind === 'fact'
      ? await takeFacts(inlet, going.arrivals)
      : await takeStates({ connection, later }, line.references, inlet, going, circumstances);
  const arrivals = arrivalsOf(passing);
  settleOutcomes(passing, taken.outcomes);
  await keepFindings(connection, later, inlet, arrivals, taken.outcomes);

  const kept = taken.entries.length > 0;
  if (kept) later(keepDocuments(connection, id, inlet.id, receivedAt, all.length, await packed));
  later(parkFailed(connection, inlet, passing, receivedAt, id, head));
  later(settleReplayed(connection, inlet, passing));
  later(release(connection, taken.arrived));
  later(moveCursor(connection, inlet, passing, batch));
  const appended = append(connection, taken.entries, id);
  later(appended);
  return { outcomes: passing.map((p) => p.outcome!), appended };
}

interface Committed {
  outcomes: MessageOutcome[];
  /** Told before the commit, to be believed after it. */
  appended: Promise<Appended | undefined>;
}

/** What goes on to the records, and less of it when other records speak against some; `held`: keys that something waits under. */
export function goingOf(inlet: CompiledInlet, passing: readonly Passing[], held: Set<string>): Going {
  return {
    arrivals: arrivalsOf(passing),
    without: (stopped) => {
      stop(inlet, passing, stopped, held);
      return arrivalsOf(passing);
    },
  };
}

function arrivalsOf(passing: readonly Passing[]): Arrival[] {
  return passing.filter((p) => !p.outcome).flatMap((p) => p.arrivals);
}

/** Stops the messages that these problems are about, and what follows them. */
function stop(
  inlet: CompiledInlet,
  passing: readonly Passing[],
  problems: ReadonlyMap<Arrival, Problem>,
  held: Set<string>,
): void {
  for (const p of passing) {
    if (p.outcome) continue;
    const found = p.arrivals.map((arrival) => problems.get(arrival)).find((problem) => problem !== undefined);
    if (found) fail(p, found);
  }
  if (inlet.interface.order !== undefined) keepOrder(inlet, passing, held);
}

/** In this order: a fact that waits must not have taken its id yet, else it would find itself there when its turn comes, and be lost. */
async function holdThenDeduplicate(connection: Database, inlet: Inlet, passing: Passing[]): Promise<void> {
  await holdBehind(connection, inlet, passing);
  await deduplicate(connection, inlet, passing);
}

/** What was offered already goes no further. What is tried again was admitted the first time; facts answer by their own id. */
async function deduplicate(connection: Database, inlet: Inlet, passing: Passing[]): Promise<void> {
  dropOffered(inlet, passing, await admit(connection, ticketsOf(inlet, passing)));
}

export function ticketsOf(inlet: CompiledInlet, passing: readonly Passing[]): Ticket[] {
  const isFact = inlet.entity.kind === 'fact';
  return passing.flatMap((p) => {
    if (isFact && !p.outcome)
      return p.arrivals.map((a) => ({ scope: inlet.entity.entity, id: inboxId(a.key!) }));
    return p.again ? [] : { scope: inlet.interface.id, id: inboxId(p.message.id) };
  });
}

export function dropOffered(inlet: CompiledInlet, passing: readonly Passing[], admitted: Admitted): void {
  const isFact = inlet.entity.kind === 'fact';
  for (const p of passing) {
    if (isFact && !p.outcome) {
      p.arrivals = p.arrivals.filter((a) => admitted.delete(inlet.entity.entity, inboxId(a.key!)));
      if (p.arrivals.length === 0) p.outcome = { outcome: 'duplicate' };
    } else if (!p.again && !admitted.delete(inlet.interface.id, inboxId(p.message.id))) {
      p.outcome = { outcome: 'duplicate' };
    }
  }
}

/** Later messages of a key wait while an earlier one is parked, also when that one is in this very batch. */
async function holdBehind(connection: Database, inlet: Inlet, passing: Passing[]): Promise<void> {
  if (inlet.interface.order === undefined) return;
  const asked = passing.filter((p) => p.order !== undefined && !p.again);
  const heldBack =
    asked.length === 0
      ? new Set<string>()
      : new Set(
          (
            await heldKeys(
              connection,
              inlet.interface.id,
              asked.map((p) => p.order!),
            )
          ).keys(),
        );
  keepOrder(inlet, passing, heldBack);
}

/** Puts what follows a held key behind it, and holds the keys of what stopped here; one that was unblocked holds nothing. */
export function keepOrder(inlet: CompiledInlet, passing: readonly Passing[], heldBack: Set<string>): void {
  for (const p of passing) {
    if (p.order === undefined) continue;
    if (heldBack.has(p.order) && !p.outcome && !p.again?.unblocked) {
      stopBehind(inlet, p);
    }
    if (p.outcome?.outcome === 'parked' && !isRefused(p) && !p.again?.unblocked) heldBack.add(p.order);
  }
}

/** Taken out of the line as it comes; one that a person handed back waits for that person again. */
function isRefused({ outcome, again }: Passing): boolean {
  return !again && outcome?.outcome === 'parked' && outcome.problem.code === 'rule-refused';
}

export function stopBehind(inlet: CompiledInlet, p: Passing): void {
  const { order } = inlet.interface;
  fail(p, problem('waits-behind', 'receive', `waits behind an earlier message of ${order} ${p.order}`));
  p.behind = true;
}

export function settleOutcomes(passing: readonly Passing[], taken: Taken['outcomes']): void {
  for (const p of passing) {
    if (p.outcome) continue;
    const outcomes = p.arrivals.map((arrival) => taken.get(arrival)!);
    p.outcome =
      outcomes.find((o) => o.outcome === 'parked') ??
      outcomes.find((o) => o.outcome === 'accepted') ??
      outcomes[0];
    p.outcome ??= { outcome: 'skipped' };
  }
}

async function parkFailed(
  connection: Database,
  inlet: Inlet,
  passing: Passing[],
  receivedAt: Instant,
  batch: number,
  head: number,
): Promise<void> {
  const failed = passing.filter((p) => p.outcome?.outcome === 'parked' && !p.again);
  const rows = failed.map((p): Stopped => {
    const { id, raw, document, origin } = p.message;
    return {
      state: isRefused(p) ? 'discarded' : p.behind ? 'held-behind' : 'parked',
      ...(p.order !== undefined && { key: p.order }),
      problem: problemOf(p),
      messageId: inboxId(id),
      raw,
      ...(!(document instanceof DecodeFailure) && { document }),
      origin,
      receivedAt,
      position: head,
      arrived: arrivedAt(batch, p.ordinal),
      attempts: 1,
    };
  });
  await park(connection, 'in', inlet.interface.id, inlet.entity.entity, rows);
}

async function settleReplayed(connection: Database, inlet: Inlet, passing: Passing[]): Promise<void> {
  const replayed = passing.filter((p) => p.again);
  const failed = replayed.filter((p) => p.outcome?.outcome === 'parked');
  await Promise.all([
    settle(
      connection,
      replayed.flatMap((p) => {
        const outcome = endOf(p.outcome!);
        return outcome === 'parked' ? [] : { id: p.again!.id, outcome };
      }),
    ),
    postpone(
      connection,
      'in',
      inlet.interface.id,
      failed.map((p) => ({
        id: p.again!.id,
        state: p.behind ? 'held-behind' : 'parked',
        problem: problemOf(p),
        attempts: p.again!.attempts + 1,
      })),
    ),
  ]);
}

/** A message is stale when the system itself said something newer of the thing since. */
export function endOf(outcome: MessageOutcome): MessageOutcome['outcome'] | 'stale' {
  return outcome.outcome === 'unchanged' && outcome.stale ? 'stale' : outcome.outcome;
}

/** In the order of the columns that count them. */
const COUNTED = ['accepted', 'unchanged', 'duplicate', 'skipped', 'proposed', 'kept aside'] as const;

/** A watermark ahead of the database's clock, told by a clock that is wrong, would say that what is still to come is in. */
const MOVE = {
  name: 'source-move',
  text: `update source set cursor = coalesce($2, cursor), seen_at = now(), problem = null,
           watermark = greatest(watermark, case when $3::timestamptz > now() then now() else $3 end),
           accepted = accepted + $4, unchanged = unchanged + $5, duplicate = duplicate + $6, skipped = skipped + $7,
           proposed = proposed + $8, kept_aside = kept_aside + $9, failed = failed + $10
         where id = $1`,
};

async function moveCursor(
  connection: Database,
  inlet: Inlet,
  passing: Passing[],
  batch?: SourceBatch,
): Promise<void> {
  const count = (outcome: MessageOutcome['outcome']) =>
    passing.filter((p) => p.outcome?.outcome === outcome).length;
  const cursor = batch?.cursor === undefined ? null : JSON.stringify(batch.cursor);
  const counts = COUNTED.map(count);
  const failed = passing.filter((p) => p.outcome?.outcome === 'parked' && !p.behind).length;
  await connection.query({
    ...MOVE,
    values: [inlet.id, cursor, keepable(batch?.watermark) ?? null, ...counts, failed],
  });
}

function fail(p: Passing, found: Problem): void {
  p.outcome = { outcome: 'parked', problem: found };
}

function problemOf(p: Passing): Problem {
  return (p.outcome as Extract<MessageOutcome, { outcome: 'parked' }>).problem;
}

function toList(value: Json | undefined): Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** A message without a value to order by holds back nothing, and nothing holds it back. */
function orderBy(p: Passing, value: Json | undefined): void {
  if (value === undefined || value === null || value === '') return;
  p.order = storable(String(value), 200);
}

/** What could not be decoded stops where it stopped, until someone writes its document; of what was edited, that is what counts as received. */
function toMessage(p: Parked): SourceMessage {
  const { document, edited } = p;
  return {
    id: p.messageId ?? `parked ${p.id}`,
    raw: edited ? JSON.stringify(document) : (p.raw ?? ''),
    document: document ?? new DecodeFailure(p.problem),
    origin: `${p.origin ?? ''}${edited ? ` (edited by ${edited.by}: ${edited.reason})` : ''}`,
  };
}

function report(inlet: Inlet, passing: Passing[], outcomes: MessageOutcome[], started: number): void {
  if (!inboundPassed.hasSubscribers) return;
  inboundPassed.publish({
    interface: inlet.interface.id,
    outcomes,
    quality: sumQuality(passing, outcomes, inlet.site.code),
    milliseconds: performance.now() - started,
  });
}
