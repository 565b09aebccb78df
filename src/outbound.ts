import type { Delivery } from './connectors/connector.ts';
import type { Queryable } from './database/pool.ts';
import { transaction } from './database/transaction.ts';
import { newerDelivered } from './delivery/newerDelivered.ts';
import { type Parked, settle } from './delivery/parked.ts';
import { readAt } from './ledger/read.ts';
import { holdBehind } from './outbound/behind.ts';
import type { Course, Repeat } from './outbound/course.ts';
import type { Leaving } from './outbound/leaving.ts';
import { map } from './outbound/map.ts';
import type { CompiledOutlet, OutboundLine, Outlet } from './outbound/outlet.ts';
import { type Pages, pagesOf, READ } from './outbound/pages.ts';
import { commit } from './outbound/receipt.ts';
import { leaveOvertaken, route } from './outbound/route.ts';
import { send } from './outbound/send.ts';
import { strike } from './outbound/strikes.ts';
import { outboundPassed } from './vocabulary/channels.ts';
import { isState } from './vocabulary/envelope.ts';
import type { Problem } from './vocabulary/problem.ts';

/** How a round ended, and the position now: `idle`: nothing to do; `held`: the gate closed on the way; `down`: nobody answered. */
export type Round = {
  position: number;
  /** Messages that this round parked, or put behind one. */
  waiting: number;
} & ({ state: 'moved' | 'idle' | 'held' } | { state: 'down'; problem: Problem });

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

function report(outlet: Outlet, leaving: Leaving[], started: number): void {
  if (!outboundPassed.hasSubscribers) return;
  const delivered = leaving.filter((l) => l.outcome?.outcome === 'delivered').length;
  const parked = leaving.filter((l) => l.problem).length;
  const milliseconds = performance.now() - started;
  outboundPassed.publish({ interface: outlet.interface.id, delivered, parked, milliseconds });
}
