import type { Delivery, DeliveryOutcome, Sink } from './connectors/connector.ts';
import type { Connection, Pool, Queryable } from './database/pool.ts';
import { type Later, transaction } from './database/transaction.ts';
import { askThenSend } from './delivery/askThenSend.ts';
import { MAX_ATTEMPTS, retryAt } from './delivery/backoff.ts';
import type { TargetScope } from './delivery/chosen.ts';
import type { Gate, Met } from './delivery/gate.ts';
import { discardOvertaken, type OpenDelivery, openStates, overtaken } from './delivery/latest.ts';
import { newerDelivered } from './delivery/newerDelivered.ts';
import { heldKeys, type NewParked, type Parked, park, postpone, release, settle } from './delivery/parked.ts';
import { keepReceipts, type NewReceipt } from './delivery/receipts.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import { linkLocalKeys } from './identity/observations.ts';
import type { Site, System, TargetInterface } from './landscape/landscape.ts';
import type { Holder } from './lease.ts';
import { type Onward, type Page, readAt, readEntityWithHead } from './ledger/read.ts';
import type { Tail } from './ledger/tail.ts';
import type { Mapping, Scope } from './mapping/mapping.ts';
import { mapWithReferences } from './mapping/references.ts';
import { outboundPassed } from './vocabulary/channels.ts';
import { isState } from './vocabulary/envelope.ts';
import type { Instant, Json, JsonObject } from './vocabulary/json.ts';
import { awaits } from './vocabulary/keys.ts';
import { type Problem, problem } from './vocabulary/problem.ts';

/** One target interface, compiled and ready to be delivered to. */
export interface Outlet {
  /** Row in `subscription`. */
  id: number;
  interface: TargetInterface;
  system: System;
  site: Site;
  mapping: Mapping;
  scope: (now: Instant) => Scope;
  /** Whether the entry is for this target; from `where:`. */
  wants: (data: JsonObject) => boolean;
  sink: Sink;
  gate: Gate;
  /**
   * Deliveries that may be at the target without a receipt here: the target is asked about them before they are sent. Not known: any of
   * them may be, since who worked before was broken off between sending and commit.
   */
  unsettled?: ReadonlySet<string> | undefined;
  /** The message at which the last rounds met nobody, and how many. */
  struck?: { position: number; times: number } | undefined;
}

/** All that is needed to route and map. */
export type CompiledOutlet = Omit<Outlet, 'id' | 'sink' | 'gate'>;

export interface OutboundLine {
  pool: Pool;
  references: CrossReferences;
  tail: Tail;
  holder: Holder;
}

/** How a round ended, and the position now: `idle`: nothing to do; `held`: the gate closed on the way; `down`: nobody answered. */
export type Round = {
  position: number;
  /** Messages that this round parked, or put behind one. */
  waiting: number;
} & ({ state: 'moved' | 'idle' | 'held' } | { state: 'down'; problem: Problem });

/** An entry on its way out: each step moves it on or says why it stops. */
export interface Leaving {
  entry: Onward;
  /** Its row when it was parked before and is tried again. */
  again?: Parked;
  delivery?: Delivery;
  outcome?: DeliveryOutcome;
  /** Not for this target. */
  left?: true;
  /** Left out: the position of the newer state that goes instead. */
  overtakenBy?: number;
  /** Open messages whose place it takes, by their rows. */
  overtakes?: number[];
  behind?: true;
  /** What is missing arrives by itself. */
  problem?: Problem;
}

const READ = 1000;
const PASS = 10_000;

/**
 * Delivers what comes next for one target: read → route → map → send → receipt. The receipts and the position commit together; when
 * that fails, or the target cannot be reached, nothing has moved and the next round starts from the same place.
 */
export async function deliverNext(
  line: OutboundLine,
  outlet: Outlet,
  position: number,
  signal: AbortSignal,
  open: 'some open' | 'none open' = 'some open',
  pages: Pages = pagesOf(line, outlet),
): Promise<Round> {
  const { entries, head } = await pages(position);
  const last = entries.length < READ ? head : entries.at(-1)!.position;
  if (entries.length === 0) return passIdle(line, outlet, position, head);
  const leaving = entries.map((entry): Leaving => ({ entry }));
  const { unsettled } = outlet;
  const mayBeThere = ({ id }: Delivery) => !unsettled || unsettled.has(id);
  outlet.unsettled = undefined;
  const range = { from: position, to: last };
  const round = await deliver(line, outlet, leaving, { range, open, mayBeThere }, signal);
  outlet.unsettled = stillUnsettled(leaving, mayBeThere);
  return round;
}

/** Deliveries that may be at the target although nothing was decided on them. */
function stillUnsettled(leaving: readonly Leaving[], before: (delivery: Delivery) => boolean): Set<string> {
  const open = leaving.filter(({ delivery, outcome }) => {
    if (!delivery || outcome?.outcome === 'delivered' || outcome?.outcome === 'rejected') return false;
    return outcome?.outcome === 'unknown' || before(delivery);
  });
  return new Set(open.map(({ delivery }) => delivery!.id));
}

/** Reads what comes after a position. */
export type Pages = (position: number) => Promise<Page>;

/** From memory what this process has just appended. Else one page ahead while there is a backlog: the next is there when the last is delivered. */
export function pagesOf(line: OutboundLine, outlet: Outlet): Pages {
  const { entity } = outlet.interface;
  const read = (position: number) => readEntityWithHead(line.pool, entity, position, READ);
  let ahead: { position: number; page: ReturnType<Pages> } | undefined;
  return async (position) => {
    const known = line.tail.after(entity, position, READ);
    if (known) return known;
    const early = ahead?.position === position ? await ahead.page : undefined;
    ahead = undefined;
    // A page that was not full when it was read early may be longer now.
    const page = early?.entries.length === READ ? early : await read(position);
    if (page.entries.length === READ) {
      const next = page.entries.at(-1)!.position;
      ahead = { position: next, page: read(next) };
      // Told when the page is asked for.
      ahead.page.catch(() => {});
    }
    return page;
  };
}

/** Entries of other entities go by: noted now and then, so that retention need not wait for a quiet interface. */
async function passIdle(line: OutboundLine, outlet: Outlet, position: number, head: number): Promise<Round> {
  if (head - position < PASS) return { state: 'idle', position, waiting: 0 };
  await transaction(line.pool, (connection, later) =>
    commit(connection, later, line, outlet, [], '', head, { range: { from: position, to: head } }),
  );
  return { state: 'idle', position: head, waiting: 0 };
}

/** Delivers parked messages that may go on now; their order is the order given. */
export async function deliverAgain(
  line: OutboundLine,
  outlet: Outlet,
  parked: readonly Parked[],
  signal: AbortSignal,
): Promise<Round> {
  const { leaving, over } = await takeUp(line.pool, outlet, parked);
  if (over.length > 0) await transaction(line.pool, (connection) => settle(connection, over));
  const nowhere = { from: 0, to: 0 };
  return leaving.length === 0
    ? { state: 'moved', position: 0, waiting: 0 }
    : deliver(line, outlet, leaving, { range: nowhere, open: 'some open', mayBeThere: () => true }, signal);
}

/** A part of the ledger that a replay goes over, and what of it goes out once more. */
export interface Repeat {
  /** Its row in `replay`. */
  replay: number;
  entries: readonly Onward[];
  from: number;
  to: number;
  /** Keeps how far it has come, in the transaction of the receipts. */
  keep(connection: Connection, reached: number, sums: Sums): Promise<void>;
}

export interface Sums {
  delivered: number;
  waiting: number;
  /** The mapping left them out. */
  left: number;
}

/** Delivers once more what a replay has chosen, under the same delivery ids; the position of the subscription stays. */
export function deliverRepeat(
  line: OutboundLine,
  outlet: Outlet,
  repeat: Repeat,
  signal: AbortSignal,
  open: 'some open' | 'none open',
): Promise<Round> {
  const leaving = repeat.entries.map((entry): Leaving => ({ entry }));
  const course: Course = { range: repeat, open, mayBeThere: () => true, repeat };
  return deliver(line, outlet, leaving, course, signal);
}

/** Where a round goes over the ledger, and what is known of it beforehand. */
interface Course {
  range: { from: number; to: number };
  open: 'some open' | 'none open';
  /** Whether an earlier attempt may have brought it to the target. */
  mayBeThere: (delivery: Delivery) => boolean;
  repeat?: Repeat;
}

/**
 * The entries of parked messages, and what is over for them: the ledger no longer keeps it, or the target was given a newer state of the same
 * thing since, which must not be overwritten.
 */
export async function takeUp(
  db: Queryable,
  outlet: CompiledOutlet,
  parked: readonly Parked[],
): Promise<{ leaving: Leaving[]; over: { id: number; outcome: 'gone' | 'stale' }[] }> {
  const entries = await readAt(
    db,
    parked.map((p) => p.position),
  );
  const passed = await newerDelivered(db, outlet.interface.id, entries.filter(isState));
  const byPosition = new Map(entries.map((entry) => [entry.position, entry]));
  const leaving: Leaving[] = [];
  const over: { id: number; outcome: 'gone' | 'stale' }[] = [];
  for (const again of parked) {
    const entry = byPosition.get(again.position);
    if (!entry) over.push({ id: again.id, outcome: 'gone' });
    else if (passed.has(again.position)) over.push({ id: again.id, outcome: 'stale' });
    else leaving.push({ entry, again });
  }
  return { leaving, over };
}

async function deliver(
  line: OutboundLine,
  outlet: Outlet,
  leaving: Leaving[],
  course: Course,
  signal: AbortSignal,
): Promise<Round> {
  const { range, open, mayBeThere, repeat } = course;
  const started = performance.now();
  if (!repeat) route(outlet, leaving);
  if (outlet.interface.send === 'latest') leaveOvertaken(leaving);
  if (open === 'some open') await holdBehind(line, outlet, leaving);
  await map(line, outlet, leaving);
  const sentAt = new Date().toISOString();
  const halt = await send(outlet, leaving, mayBeThere, signal);
  strike(outlet, halt);
  const decided = halt ? leaving.slice(0, leaving.indexOf(halt.at)) : leaving;
  const position = halt ? (decided.at(-1)?.entry.position ?? range.from) : range.to;
  const waiting =
    decided.length === 0
      ? 0
      : await transaction(line.pool, (connection, later) =>
          commit(connection, later, line, outlet, decided, sentAt, position, course),
        );
  report(outlet, decided, started);
  if (!halt) return { state: 'moved', position, waiting };
  return halt.problem
    ? { state: 'down', position, waiting, problem: halt.problem }
    : { state: 'held', position, waiting };
}

/** Only what is in scope, and never back to the system it came from. */
export function route(outlet: CompiledOutlet, leaving: Leaving[]): void {
  for (const l of leaving) {
    const { entry } = l;
    if (entry.system === outlet.system.code || !isInScope(outlet, entry)) l.left = true;
  }
}

type Scoped = Pick<Outlet, 'interface' | 'system' | 'wants'>;

function isInScope({ interface: { sites }, wants }: Scoped, entry: Onward): boolean {
  const ofSite = sites.length === 0 || (entry.site !== undefined && sites.includes(entry.site));
  return ofSite && wants(contentOf(entry));
}

/** What a replay chooses by. */
export function scopeOfTarget(outlet: Scoped): TargetScope {
  return {
    entity: outlet.interface.entity,
    system: outlet.system.code,
    isInScope: (entry) => isInScope(outlet, entry),
  };
}

/** Of the states of a thing only the newest of the round goes. */
function leaveOvertaken(leaving: Leaving[]): void {
  const going = leaving.filter((l) => !l.left && isState(l.entry));
  const newest = overtaken(going.map((l) => l.entry));
  for (const l of going) {
    const by = newest.get(l.entry.position);
    if (by === undefined) continue;
    l.left = true;
    l.overtakenBy = by;
  }
}

/** Entries whose key has an earlier open message wait behind it; where the latest state wins, its older states make way. */
async function holdBehind(line: OutboundLine, outlet: Outlet, leaving: Leaving[]): Promise<void> {
  const fresh = leaving.filter((l) => !l.left && !l.again);
  if (fresh.length === 0) return;
  const { id, send } = outlet.interface;
  const keys = [...new Set(fresh.map((l) => l.entry.partitionKey))];
  if (send === 'latest') return overtakeOpen(fresh, await openStates(line.pool, id, keys));
  const held = await heldKeys(line.pool, id, keys);
  for (const l of fresh) {
    const first = held.get(l.entry.partitionKey);
    if (first !== undefined && first < l.entry.position) stopBehind(l);
  }
}

/** A newer state takes the place of the open ones of its thing; other things of its key it waits behind. */
function overtakeOpen(fresh: readonly Leaving[], open: Map<string, OpenDelivery[]>): void {
  for (const l of fresh) {
    const { partitionKey, subject, position } = l.entry;
    const all = open.get(partitionKey) ?? [];
    const [others, own] = [
      all.filter((o) => o.subject !== subject),
      all.filter((o) => o.subject === subject),
    ];
    l.overtakes = own.flatMap((o) => (o.position < position ? o.id : []));
    open.set(partitionKey, others);
    if (others.some((o) => o.position < position)) stopBehind(l);
  }
}

/** `heldBack`: keys that are stopped; those that stop here are added. */
export async function map(
  line: Pick<OutboundLine, 'pool' | 'references'>,
  outlet: CompiledOutlet,
  leaving: readonly Leaving[],
  heldBack = new Set<string>(),
): Promise<void> {
  const waiting = leaving.filter((l) => !l.left && !l.problem);
  if (waiting.length === 0) return;
  await knowLocalKeys(line, outlet, waiting);
  const inputs = waiting.map((l) => inputOf(line, outlet, l.entry));
  const mapped = await mapWithReferences(
    outlet.mapping,
    outlet.scope(new Date().toISOString()),
    inputs,
    (missing) => line.references.fetchLocal(line.pool, missing),
  );
  for (const [i, l] of waiting.entries()) {
    const result = mapped[i]!;
    const { partitionKey } = l.entry;
    if (heldBack.has(partitionKey) && !l.again?.unblocked) stopBehind(l);
    else if ('problem' in result) {
      if (!l.again?.unblocked) heldBack.add(partitionKey);
      l.problem = result.problem;
    } else if (result.value === undefined) l.left = true;
    else l.delivery = deliveryOf(line, outlet, l.entry, result.value);
  }
}

function deliveryOf(
  line: Pick<OutboundLine, 'references'>,
  outlet: CompiledOutlet,
  entry: Onward,
  document: Json,
): Delivery {
  const { entity, id } = outlet.interface;
  const { position, subject, partitionKey } = entry;
  const localKey = line.references.local(outlet.system.code, entity, subject);
  return {
    id: `${id}:${position}`,
    key: partitionKey,
    entity,
    subject,
    document,
    ...(localKey !== undefined && { localKey }),
  };
}

/** From `at` on nothing is decided: the gate closed, or, with a problem, nobody answered. */
interface Halt {
  at: Leaving;
  problem?: Problem;
}

/** A round ends after so many milliseconds of sending, so that what went out becomes durable. */
const ROUND_MS = 2_500;

async function send(
  outlet: Outlet,
  leaving: Leaving[],
  mayBeThere: Course['mayBeThere'],
  signal: AbortSignal,
): Promise<Halt | undefined> {
  const { gate, sink } = outlet;
  const { id, priority } = outlet.interface;
  const given = new Map<string, string>();
  const until = Date.now() + ROUND_MS;
  let going = leaving.filter((l) => l.delivery);
  let passes = passesOf(outlet, going[0]);
  let missed: Halt | undefined;
  while (going.length > 0) {
    const next = going.slice(0, isRetried(going[0]!) ? 1 : sink.bulk);
    const turn = { interface: id, priority, deliveries: next.length, until, signal };
    const bulk = await gate.run(turn, (count) =>
      sendBulk(sink, next.slice(0, count), given, mayBeThere, signal),
    );
    if (!bulk) return missed ?? { at: next[0]! };
    const halt = findHalt(bulk);
    // What the hub itself broke off when it stopped says nothing about the target.
    if (!signal.aborted) gate.met(halt?.met ?? { met: 'answer' });
    const wait = signal.aborted ? undefined : askedToWait(bulk);
    if (wait) gate.met(wait);
    if (!halt || bulk[0] !== halt.at) missed = undefined;
    if (halt && !(halt.met.met === 'absence' && isRetried(halt.at))) {
      missed ??= halt;
      if (halt.met.met !== 'absence' || passes-- <= 0) return missed;
    }
    going = withoutHeld(going.slice(bulk.length), bulk);
  }
  return missed;
}

/** It failed while others went through: it is tried alone, and fails for itself. */
function isRetried({ again }: Leaving): boolean {
  return again?.state === 'retrying';
}

/** Rounds in a row that met nobody at the same message, before others are tried past it; and how many of them. */
const DOUBTED = 3;
const PASSES = 10;

/**
 * A message that makes the target fail looks like a target that is away. When it alone was tried for some rounds others are sent past it: once
 * one of them is taken, the failure was the message's own; when none is, nothing is decided on any of them.
 */
function passesOf({ struck }: Outlet, first: Leaving | undefined): number {
  return struck && struck.position === first?.entry.position && struck.times >= DOUBTED ? PASSES : 0;
}

function strike(outlet: Outlet, halt: Halt | undefined): void {
  if (!halt?.problem) outlet.struck = undefined;
  else {
    const { position } = halt.at.entry;
    const times = outlet.struck?.position === position ? outlet.struck.times + 1 : 1;
    outlet.struck = { position, times };
  }
}

/** What failed holds back the later ones of its key, also those of the next bulks. */
function withoutHeld(going: Leaving[], sent: readonly Leaving[]): Leaving[] {
  const failed = sent.filter((l) => l.outcome!.outcome !== 'delivered' && !l.again?.unblocked);
  if (failed.length === 0) return going;
  const keys = new Set(failed.map((l) => l.entry.partitionKey));
  return going.filter((l) => {
    const held = keys.has(l.entry.partitionKey) && !l.again?.unblocked;
    if (held) stopBehind(l);
    return !held;
  });
}

async function sendBulk(
  sink: Sink,
  bulk: Leaving[],
  given: Map<string, string>,
  mayBeThere: Course['mayBeThere'],
  signal: AbortSignal,
): Promise<Leaving[]> {
  const deliveries = bulk.map((l) => underKeyGiven(l.delivery!, given));
  const outcomes = await askThenSend(sink, deliveries, mayBeThere, signal);
  bulk.forEach((l, i) => {
    const outcome = outcomes[i]!;
    l.outcome = outcome;
    if (outcome.outcome === 'delivered' && outcome.localKey !== undefined)
      given.set(l.delivery!.subject, outcome.localKey);
  });
  return bulk;
}

/** What an earlier bulk of the round made in the target is not made again. */
function underKeyGiven(delivery: Delivery, given: ReadonlyMap<string, string>): Delivery {
  const localKey = delivery.localKey ?? given.get(delivery.subject);
  return localKey === undefined ? delivery : { ...delivery, localKey };
}

/**
 * A bulk that ends in failures which are no message's fault met a target that went away, or that asks to wait: the round stops there, in
 * order. A failure with successes after it is that message's own, and so is what stands behind a refusal of its key.
 */
function findHalt(bulk: readonly Leaving[]): (Halt & { met: Met }) | undefined {
  const refused = new Set<string>();
  let answered = -1;
  for (const [i, { delivery, outcome }] of bulk.entries()) {
    if (outcome!.outcome === 'rejected') refused.add(delivery!.key);
    if (outcome!.outcome === 'delivered' || refused.has(delivery!.key)) answered = i;
  }
  const at = bulk[answered + 1];
  if (!at) return undefined;
  const failed = bulk
    .slice(answered + 1)
    .map((l) => l.outcome as Exclude<DeliveryOutcome, { outcome: 'delivered' }>);
  const { problem: found } = failed[0]!;
  if (failed.some((outcome) => outcome.outcome === 'throttled')) return { at, met: { met: 'answer' } };
  // A target that refuses whatever this interface sends is there all the same: only this interface waits.
  if (found.code === 'target-unfit') return { at, problem: found, met: { met: 'answer' } };
  return {
    at,
    problem: found,
    met: answered === -1 ? { met: 'absence', problem: found } : { met: 'answer' },
  };
}

/** The longest wait that the target asked for, be it that it refused, or that its quota ended with what it took. */
function askedToWait(bulk: readonly Leaving[]): Met | undefined {
  let longest: Extract<Met, { met: 'limit' }> | undefined;
  for (const { outcome } of bulk) {
    const asked = waitOf(outcome!);
    if (asked && asked.retryAfterMs > (longest?.retryAfterMs ?? 0)) longest = { met: 'limit', ...asked };
  }
  return longest;
}

function waitOf(outcome: DeliveryOutcome): { retryAfterMs: number; reason: string } | undefined {
  if (outcome.outcome === 'throttled')
    return { retryAfterMs: outcome.retryAfterMs, reason: outcome.problem.detail };
  return outcome.outcome === 'delivered' ? outcome.wait : undefined;
}

/**
 * Only from where the round began: a transaction that was given up in a stalled connection may still arrive after its work was done again,
 * and is refused like one that lost its lease.
 */
const MOVE = {
  name: 'subscription-move',
  text: `update subscription set position = greatest(position, $2), delivered = delivered + $3, problem = null,
           delivered_at = case when $3 > 0 then now() else delivered_at end
         where id = $1 and ($4::bigint is null or position = $4 or hold_subscription(id, 'nobody') is null)`,
};

const HOLD = { name: 'subscription-hold', text: 'select hold_subscription($1, $2)' };

/** Resolves to the number of messages that wait now. */
async function commit(
  connection: Connection,
  later: Later,
  line: OutboundLine,
  outlet: Outlet,
  leaving: Leaving[],
  sentAt: Instant,
  position: number,
  { range, repeat }: Pick<Course, 'range' | 'repeat'>,
): Promise<number> {
  const delivered = leaving.filter((l) => l.outcome?.outcome === 'delivered');
  const failed = holdAfterFailure(leaving);
  const { id, entity } = outlet.interface;
  later(connection.query({ ...HOLD, values: [outlet.id, line.holder.id] }));
  const moves = range.to > 0 && !repeat ? { from: range.from, to: position } : undefined;
  later(
    connection.query({ ...MOVE, values: [outlet.id, moves?.to ?? 0, delivered.length, moves?.from ?? null] }),
  );
  if (repeat) later(repeat.keep(connection, position, sumsOf(leaving, delivered, failed)));
  later(keepReceipts(connection, outlet.id, receiptsOf(delivered, sentAt, repeat?.replay)));
  later(keepLocalKeys(connection, outlet, delivered));
  later(discardOvertaken(connection, leaving.flatMap(messagesOvertaken)));
  later(park(connection, 'out', id, entity, failed.filter((l) => !l.again).map(toParked)));
  later(
    settle(
      connection,
      leaving.flatMap((l) =>
        l.again && !failed.includes(l)
          ? { id: l.again.id, outcome: l.left ? ('skipped' as const) : ('delivered' as const) }
          : [],
      ),
    ),
  );
  later(
    postpone(
      connection,
      'out',
      id,
      failed.flatMap((l) => (l.again ? { ...toParked(l), id: l.again.id } : [])),
    ),
  );
  return failed.length;
}

function sumsOf(leaving: Leaving[], delivered: Leaving[], failed: Leaving[]): Sums {
  const left = leaving.filter((l) => l.left && l.overtakenBy === undefined).length;
  return { delivered: delivered.length, waiting: failed.length, left };
}

function messagesOvertaken({ entry, again, overtakenBy, overtakes = [] }: Leaving) {
  const older = overtakes.map((id) => ({ id, by: entry.position }));
  return again && overtakenBy !== undefined ? [{ id: again.id, by: overtakenBy }] : older;
}

/** What failed, and what must now wait behind it; one that was unblocked holds nothing. */
function holdAfterFailure(leaving: Leaving[]): Leaving[] {
  const failedKeys = new Set<string>();
  return leaving.filter((l) => {
    const { partitionKey } = l.entry;
    const holds = !l.again?.unblocked;
    if (l.problem) {
      if (holds) failedKeys.add(partitionKey);
      return true;
    }
    if (!l.outcome || l.outcome.outcome === 'delivered') return false;
    if (failedKeys.has(partitionKey) && holds) stopBehind(l);
    else l.problem = l.outcome.problem;
    if (holds) failedKeys.add(partitionKey);
    return true;
  });
}

function toParked(l: Leaving): NewParked {
  const spent = l.behind || l.outcome?.outcome === 'throttled' ? 0 : 1;
  const attempts = (l.again?.attempts ?? 0) + spent;
  const base = { key: l.entry.partitionKey, problem: l.problem!, position: l.entry.position, attempts };
  if (l.behind) return { ...base, state: 'held-behind' };
  const mayPass = l.outcome && l.outcome.outcome !== 'rejected' && attempts < MAX_ATTEMPTS;
  return mayPass
    ? { ...base, state: 'retrying', nextAttemptAt: retryAt(attempts, Date.now()) }
    : { ...base, state: 'parked' };
}

function receiptsOf(delivered: Leaving[], sentAt: Instant, replay: number | undefined): NewReceipt[] {
  if (delivered.length === 0) return [];
  const details: NonNullable<NewReceipt['details']> = {};
  for (const { entry, outcome } of delivered) {
    const { localKey, version, detail } = outcome as Extract<DeliveryOutcome, { outcome: 'delivered' }>;
    if (localKey === undefined && version === undefined && detail === undefined) continue;
    details[entry.position] = {
      ...(localKey !== undefined && { localKey }),
      ...(version !== undefined && { version }),
      ...(detail !== undefined && { detail }),
    };
  }
  return [
    {
      positions: delivered.map((l) => l.entry.position).sort((a, b) => a - b),
      sentAt,
      receivedAt: new Date().toISOString(),
      attempts: 1 + Math.max(...delivered.map((l) => l.again?.attempts ?? 0)),
      ...(Object.keys(details).length > 0 && { details }),
      ...(replay !== undefined && { replay }),
    },
  ];
}

/** Keys the target gave become cross-references, and free what waited for them. */
async function keepLocalKeys(connection: Connection, outlet: Outlet, delivered: Leaving[]): Promise<void> {
  const { entity } = outlet.interface;
  const system = outlet.system.code;
  const links = delivered.flatMap(({ entry, outcome, delivery }) => {
    const { localKey } = outcome as Extract<DeliveryOutcome, { outcome: 'delivered' }>;
    return localKey !== undefined && localKey !== delivery!.localKey ? { localKey, key: entry.subject } : [];
  });
  await Promise.all([
    linkLocalKeys(connection, system, entity, links),
    release(
      connection,
      links.flatMap(({ localKey, key }) => [awaits(entity, system, localKey), awaits(entity, system, key)]),
    ),
  ]);
}

async function knowLocalKeys(
  line: Pick<OutboundLine, 'pool' | 'references'>,
  outlet: CompiledOutlet,
  leaving: readonly Leaving[],
): Promise<void> {
  const system = outlet.system.code;
  const { entity } = outlet.interface;
  const unknown = leaving.filter((l) => line.references.local(system, entity, l.entry.subject) === undefined);
  if (entity && isState(leaving[0]!.entry)) {
    await line.references.fetchLocal(
      line.pool,
      unknown.map((l) => ({ system, entity, key: l.entry.subject })),
    );
  }
}

function inputOf(line: Pick<OutboundLine, 'references'>, outlet: CompiledOutlet, entry: Onward): Json {
  if (!isState(entry)) return { key: entry.subject, fact: entry.data };
  const localKey = line.references.local(outlet.system.code, outlet.interface.entity, entry.subject);
  return { key: entry.subject, ...(localKey !== undefined && { localKey }), ...entry.data };
}

/** What `where:` is asked of: `{record, change, …}` or `{fact}`. */
function contentOf(entry: Onward): JsonObject {
  return isState(entry) ? entry.data : { fact: entry.data };
}

export function stopBehind(l: Leaving): void {
  l.problem = problem('waits-behind', 'route', `waits behind an earlier message of ${l.entry.partitionKey}`);
  l.behind = true;
}

function report(outlet: Outlet, leaving: Leaving[], started: number): void {
  if (!outboundPassed.hasSubscribers) return;
  const delivered = leaving.filter((l) => l.outcome?.outcome === 'delivered').length;
  const parked = leaving.filter((l) => l.problem).length;
  const milliseconds = performance.now() - started;
  outboundPassed.publish({ interface: outlet.interface.id, delivered, parked, milliseconds });
}
