import type { Delivery, DeliveryOutcome, Sink } from './connectors/connector.ts';
import type { Connection, Pool, Queryable } from './database/pool.ts';
import { type Later, transaction } from './database/transaction.ts';
import { MAX_ATTEMPTS, retryAt } from './delivery/backoff.ts';
import type { Gate, Met } from './delivery/gate.ts';
import { newerDelivered } from './delivery/newerDelivered.ts';
import { heldKeys, type NewParked, type Parked, park, postpone, release, settle } from './delivery/parked.ts';
import { keepReceipts, type NewReceipt } from './delivery/receipts.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import { linkLocalKeys } from './identity/observations.ts';
import type { Site, System, TargetInterface } from './landscape/landscape.ts';
import type { Holder } from './lease.ts';
import { type Onward, readAt, readEntityWithHead } from './ledger/read.ts';
import type { Mapping, Scope } from './mapping/mapping.ts';
import { mapWithReferences } from './mapping/references.ts';
import { outboundPassed } from './vocabulary/channels.ts';
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
}

/** All that is needed to route and map. */
export type CompiledOutlet = Omit<Outlet, 'id' | 'sink' | 'gate'>;

export interface OutboundLine {
  pool: Pool;
  references: CrossReferences;
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
  return deliver(line, outlet, leaving, signal, { from: position, to: last }, open);
}

/** Reads what comes after a position. */
export type Pages = (position: number) => Promise<{ entries: Onward[]; head: number }>;

/** Reads one page ahead while there is a backlog: the next is there when the last is delivered. */
export function pagesOf(line: OutboundLine, outlet: Outlet): Pages {
  const read = (position: number) => readEntityWithHead(line.pool, outlet.interface.entity, position, READ);
  let ahead: { position: number; page: ReturnType<Pages> } | undefined;
  return async (position) => {
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
  await transaction(line.pool, (connection, later) => commit(connection, later, line, outlet, [], '', head));
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
    : deliver(line, outlet, leaving, signal, nowhere, 'some open');
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
  const passed = await newerDelivered(db, outlet.interface.id, entries.filter(isChange));
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
  signal: AbortSignal,
  range: { from: number; to: number },
  open: 'some open' | 'none open',
): Promise<Round> {
  const started = performance.now();
  route(outlet, leaving);
  if (open === 'some open') await holdBehind(line, outlet, leaving);
  await map(line, outlet, leaving);
  const sentAt = new Date().toISOString();
  const halt = await send(outlet, leaving, signal);
  const decided = halt ? leaving.slice(0, leaving.indexOf(halt.at)) : leaving;
  const position = halt ? (decided.at(-1)?.entry.position ?? range.from) : range.to;
  const moves = range.to > 0 ? position : 0;
  const waiting =
    decided.length === 0
      ? 0
      : await transaction(line.pool, (connection, later) =>
          commit(connection, later, line, outlet, decided, sentAt, moves),
        );
  report(outlet, decided, started);
  if (!halt) return { state: 'moved', position, waiting };
  return halt.problem
    ? { state: 'down', position, waiting, problem: halt.problem }
    : { state: 'held', position, waiting };
}

/** Only what is in scope, and never back to the system it came from. */
export function route(outlet: CompiledOutlet, leaving: Leaving[]): void {
  const { sites } = outlet.interface;
  for (const l of leaving) {
    const { entry } = l;
    const inScope =
      entry.system !== outlet.system.code &&
      (sites.length === 0 || (entry.site !== undefined && sites.includes(entry.site))) &&
      outlet.wants(contentOf(entry));
    if (!inScope) l.left = true;
  }
}

/** Entries whose key has an open message wait behind it. */
async function holdBehind(line: OutboundLine, outlet: Outlet, leaving: Leaving[]): Promise<void> {
  const fresh = leaving.filter((l) => !l.left && !l.again);
  if (fresh.length === 0) return;
  const keys = await heldKeys(line.pool, outlet.interface.id, [
    ...new Set(fresh.map((l) => l.entry.partitionKey)),
  ]);
  for (const l of fresh) if (keys.has(l.entry.partitionKey)) stopBehind(l);
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

async function send(outlet: Outlet, leaving: Leaving[], signal: AbortSignal): Promise<Halt | undefined> {
  const { sink, gate } = outlet;
  const sending = leaving.filter((l) => l.delivery);
  const given = new Map<string, string>();
  for (let at = 0; at < sending.length; at += sink.bulk) {
    const bulk = sending.slice(at, at + sink.bulk);
    if (gate.hold()) return { at: bulk[0]! };
    const deliveries = bulk.map((l) => underKeyGiven(l.delivery!, given));
    const outcomes = await gate.run(deliveries.length, signal, () => sink.send(deliveries, signal));
    bulk.forEach((l, i) => {
      const outcome = outcomes[i]!;
      l.outcome = outcome;
      if (outcome.outcome === 'delivered' && outcome.localKey !== undefined)
        given.set(l.delivery!.subject, outcome.localKey);
    });
    const halt = findHalt(bulk);
    gate.met(halt?.met ?? { met: 'answer' });
    if (halt) return halt;
  }
  return undefined;
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
  const waits = failed.flatMap((outcome) => (outcome.outcome === 'throttled' ? outcome.retryAfterMs : []));
  if (waits.length === 0) return { at, problem: found, met: { met: 'absence', problem: found } };
  return { at, met: { met: 'limit', problem: found, retryAfterMs: Math.max(...waits) } };
}

const MOVE = {
  name: 'subscription-move',
  text: `update subscription set position = greatest(position, $2), delivered = delivered + $3, problem = null,
           delivered_at = case when $3 > 0 then now() else delivered_at end
         where id = $1`,
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
): Promise<number> {
  const delivered = leaving.filter((l) => l.outcome?.outcome === 'delivered');
  const failed = holdAfterFailure(leaving);
  const { id, entity } = outlet.interface;
  later(connection.query({ ...HOLD, values: [outlet.id, line.holder.id] }));
  later(connection.query({ ...MOVE, values: [outlet.id, position, delivered.length] }));
  later(keepReceipts(connection, outlet.id, receiptsOf(delivered, sentAt)));
  later(keepLocalKeys(connection, outlet, delivered));
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

function receiptsOf(delivered: Leaving[], sentAt: Instant): NewReceipt[] {
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
  if (entity && isChange(leaving[0]!.entry)) {
    await line.references.fetchLocal(
      line.pool,
      unknown.map((l) => ({ system, entity, key: l.entry.subject })),
    );
  }
}

function inputOf(line: Pick<OutboundLine, 'references'>, outlet: CompiledOutlet, entry: Onward): Json {
  if (!isChange(entry)) return { key: entry.subject, fact: entry.data };
  const localKey = line.references.local(outlet.system.code, outlet.interface.entity, entry.subject);
  return { key: entry.subject, ...(localKey !== undefined && { localKey }), ...entry.data };
}

function isChange(entry: Onward): boolean {
  return entry.type.endsWith('.changed');
}

/** What `where:` is asked of: `{record, change, …}` or `{fact}`. */
function contentOf(entry: Onward): JsonObject {
  return isChange(entry) ? entry.data : { fact: entry.data };
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
