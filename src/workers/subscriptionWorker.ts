import type { Log } from '../connectors/connector.ts';
import type { Backoff } from '../delivery/backoff.ts';
import type { Gate } from '../delivery/gate.ts';
import { reconsiderIncomplete } from '../delivery/incomplete.ts';
import { countOpen, readFree } from '../delivery/parked.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';
import type { OutboundLine, Outlet } from '../outbound/outlet.ts';
import { pagesOf } from '../outbound/pages.ts';
import { deliverAgain, deliverNext, type Round } from '../outbound.ts';
import { readPosition } from '../subscription.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { untilLive } from './goLive.ts';
import { createRedelivery } from './redelivery.ts';
import { type Leased, RENEW_MS, type Tenure, underLease } from './underLease.ts';
import { waitOut } from './waitOut.ts';

const FREE_BATCH = 500;

/**
 * Works one target interface for as long as this process holds its lease: what was parked and may go on first, then what comes next in the
 * ledger, then a turn of a replay; asleep while there is nothing to do. A target that is down is tried again, later each time; the lag grows
 * in the ledger.
 */
export async function workSubscription(
  line: OutboundLine,
  outlet: Outlet,
  wakeup: Wakeup,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const { pool, holder } = line;
  const leased: Leased = { pool, table: 'subscription', id: outlet.id, name: outlet.interface.id, holder };
  await underLease(leased, log, signal, (backoff, tenure) =>
    deliverOn(line, whileHeld(outlet, tenure), leased, wakeup, backoff, log, tenure.signal),
  );
}

/** A process that slept past its lease must not send on when it wakes: another may have sent what is newer. */
function whileHeld(outlet: Outlet, { check }: Tenure): Outlet {
  const { gate } = outlet;
  const run: Gate['run'] = (turn, send) =>
    gate.run(turn, (deliveries) => {
      check();
      return send(deliveries);
    });
  return { ...outlet, gate: { ...gate, run } };
}

async function deliverOn(
  line: OutboundLine,
  outlet: Outlet,
  leased: Leased,
  wakeup: Wakeup,
  backoff: Backoff,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const { id, entity } = outlet.interface;
  const parked: Topic[] = [`parked:${id}`];
  const either: Topic[] = [`ledger:${entity}`, ...parked];
  // What held it when it was last worked may be over.
  await waitOut(leased, outlet.gate, signal);
  await untilLive(line, outlet, wakeup, signal);
  await reconsiderIncomplete(line.pool, id);
  let position = await readPosition(line.pool, outlet.id);
  const pages = pagesOf(line, outlet);
  outlet.unsettled = undefined;
  const redelivery = createRedelivery(line, outlet);
  let asked = -1;
  let open: Open = { open: 0 };
  while (!signal.aborted) {
    if (outlet.gate.hold()) await waitOut(leased, outlet.gate, signal);
    const seen = wakeup.count(either);
    const decided = wakeup.count(parked);
    if (asked !== decided || isDue(open)) {
      asked = decided;
      await redelivery.look();
      open = await lookOpen(line, id);
      const free = open.open > 0 ? await readFree(line.pool, id, FREE_BATCH) : [];
      if (free.length > 0) {
        asked = -1;
        await rest(line, outlet, await deliverAgain(line, outlet, free, signal), backoff, log, signal);
        continue;
      }
    }
    const live = await deliverNext(line, outlet, position, signal, anyOpen(open), pages);
    position = live.position;
    if (live.waiting > 0) open = await lookOpen(line, id);
    const round = await redelivery.turn(live, anyOpen(open), signal);
    if (round !== live && round.waiting > 0) open = await lookOpen(line, id);
    if (round.state === 'idle') {
      const sleep = Math.min(untilDue(open), redelivery.dueIn());
      await wakeup.next(either, seen, sleep, signal);
    } else await rest(line, outlet, round, backoff, log, signal);
  }
}

/** What is open, and when the next of it is due, by the clock that never jumps. */
interface Open {
  open: number;
  dueAt?: number;
}

async function lookOpen({ pool }: OutboundLine, interfaceId: string): Promise<Open> {
  const { open, dueInMs } = await countOpen(pool, interfaceId);
  return { open, ...(dueInMs !== undefined && { dueAt: performance.now() + dueInMs }) };
}

function anyOpen({ open }: Open): 'some open' | 'none open' {
  return open > 0 ? 'some open' : 'none open';
}

async function rest(
  line: OutboundLine,
  outlet: Outlet,
  round: Round,
  backoff: Backoff,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  // One that goes away as it closes for maintenance is not missed.
  if (round.state === 'held' || outlet.gate.hold()?.state === 'held-window') return;
  if (round.state !== 'down') return backoff.reset();
  const wait = backoff.next();
  await noteOutage(line, outlet, round.problem);
  log.warn(
    { problem: round.problem.detail, seconds: Math.round(wait / 1000) },
    'target is away, deliveries wait',
  );
  const until = performance.now() + wait;
  while (performance.now() < until && !signal.aborted && !outlet.gate.hold())
    await outlet.gate.changed(until - performance.now(), signal);
}

async function noteOutage(line: OutboundLine, outlet: Outlet, found: Problem): Promise<void> {
  await line.pool.query('update subscription set problem = $2 where id = $1', [
    outlet.id,
    JSON.stringify(found),
  ]);
}

function isDue({ dueAt }: Open): boolean {
  return dueAt !== undefined && dueAt <= performance.now();
}

/** How long to sleep at most: to the next retry, or a third of the lease. */
function untilDue({ dueAt }: Open): number {
  return dueAt === undefined ? RENEW_MS : Math.max(50, Math.min(RENEW_MS, dueAt - performance.now()));
}
