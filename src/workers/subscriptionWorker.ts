import type { Log } from '../connectors/connector.ts';
import { createBackoff } from '../delivery/backoff.ts';
import { pause } from '../delivery/limits.ts';
import { countOpen, readFree } from '../delivery/parked.ts';
import { LEASE_SECONDS, LeaseLost, lease } from '../lease.ts';
import { head } from '../ledger/read.ts';
import type { Wakeup } from '../ledger/wakeup.ts';
import { deliverAgain, deliverNext, type OutboundLine, type Outlet, type Round } from '../outbound.ts';
import type { Problem } from '../vocabulary/problem.ts';

const FREE_BATCH = 500;

/**
 * Works one target interface for as long as this process holds its lease: what was parked and may go on first, then what comes next in the
 * ledger; asleep while there is nothing to do. A target that is down is tried again, later each time; the lag grows in the ledger.
 */
export async function workSubscription(
  line: OutboundLine,
  outlet: Outlet,
  wakeup: Wakeup,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const backoff = createBackoff();
  while (!signal.aborted) {
    try {
      if (!(await lease(line.pool, 'subscription', outlet.id, line.holder))) {
        await pause((LEASE_SECONDS * 1000) / 4, signal);
        continue;
      }
      await workUnderLease(line, outlet, wakeup, backoff, log, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof LeaseLost) continue;
      log.error(
        { interface: outlet.interface.id, error: (error as Error).message },
        'delivery failed, will be tried again',
      );
      await pause(backoff.next(), signal);
    }
  }
}

async function workUnderLease(
  line: OutboundLine,
  outlet: Outlet,
  wakeup: Wakeup,
  backoff: { next(): number; reset(): void },
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  let position = await readPosition(line, outlet);
  let renewed = Date.now();
  let openSeen = -1;
  let open: { open: number; nextAttemptAt?: string } = { open: 0 };
  while (!signal.aborted) {
    if (Date.now() - renewed > (LEASE_SECONDS * 1000) / 3) {
      if (!(await lease(line.pool, 'subscription', outlet.id, line.holder)))
        throw new LeaseLost(outlet.interface.id);
      renewed = Date.now();
    }
    const seen = wakeup.count();
    const parkedSeen = wakeup.parkedCount();
    if (openSeen !== parkedSeen || isDue(open.nextAttemptAt)) {
      open = await countOpen(line.pool, outlet.interface.id);
      openSeen = parkedSeen;
      if (open.open > 0) {
        const free = await readFree(line.pool, outlet.interface.id, FREE_BATCH);
        if (free.length > 0) {
          openSeen = -1;
          const round = await deliverAgain(line, outlet, free, signal);
          await rest(line, outlet, round, backoff, log, signal);
          continue;
        }
      }
    }
    const round = await deliverNext(line, outlet, position, await head(line.pool), signal);
    position = round.position;
    if (round.state === 'idle') await wakeup.next(seen, untilDue(open.nextAttemptAt), signal);
    else await rest(line, outlet, round, backoff, log, signal);
  }
}

async function rest(
  line: OutboundLine,
  outlet: Outlet,
  round: Round,
  backoff: { next(): number; reset(): void },
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  if (round.state !== 'down') return backoff.reset();
  const wait = round.retryAfterMs ?? backoff.next();
  await noteOutage(line, outlet, round.problem);
  log.warn(
    { interface: outlet.interface.id, problem: round.problem.detail, wait },
    'target is away, deliveries wait',
  );
  const until = Date.now() + wait;
  while (Date.now() < until && !signal.aborted) {
    await pause(Math.min(until - Date.now(), (LEASE_SECONDS * 1000) / 3), signal);
    if (!(await lease(line.pool, 'subscription', outlet.id, line.holder)))
      throw new LeaseLost(outlet.interface.id);
  }
}

async function readPosition(line: OutboundLine, outlet: Outlet): Promise<number> {
  const { rows } = await line.pool.query<{ position: number }>(
    'select position from subscription where id = $1',
    [outlet.id],
  );
  return rows[0]!.position;
}

async function noteOutage(line: OutboundLine, outlet: Outlet, found: Problem): Promise<void> {
  await line.pool.query('update subscription set problem = $2 where id = $1', [
    outlet.id,
    JSON.stringify(found),
  ]);
}

function isDue(at: string | undefined): boolean {
  return at !== undefined && Date.parse(at) <= Date.now();
}

/** How long to sleep at most: to the next retry, or a third of the lease. */
function untilDue(at: string | undefined): number {
  const most = (LEASE_SECONDS * 1000) / 3;
  return at === undefined ? most : Math.max(50, Math.min(most, Date.parse(at) - Date.now()));
}
