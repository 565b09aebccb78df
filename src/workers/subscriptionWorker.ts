import type { Log } from '../connectors/connector.ts';
import type { Backoff } from '../delivery/backoff.ts';
import type { Hold } from '../delivery/gate.ts';
import { noteHold } from '../delivery/holds.ts';
import { pause } from '../delivery/limits.ts';
import { countOpen, readFree } from '../delivery/parked.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';
import {
  deliverAgain,
  deliverNext,
  type OutboundLine,
  type Outlet,
  pagesOf,
  type Round,
} from '../outbound.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { type Leased, RENEW_MS, renewLease, underLease, whileRenewing } from './underLease.ts';

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
  const { pool, holder } = line;
  const leased: Leased = { pool, table: 'subscription', id: outlet.id, name: outlet.interface.id, holder };
  await underLease(leased, log, signal, (backoff) =>
    whileRenewing(leased, signal, (inner) => deliverOn(line, outlet, leased, wakeup, backoff, log, inner)),
  );
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
  let position = await readPosition(line, outlet);
  const pages = pagesOf(line, outlet);
  outlet.unsettled = undefined;
  let renewed = Date.now();
  let asked = -1;
  let open: Open = { open: 0 };
  while (!signal.aborted) {
    if (Date.now() - renewed > RENEW_MS) {
      await renewLease(leased);
      renewed = Date.now();
    }
    if (outlet.gate.hold()) await waitOut(line, outlet, leased, signal);
    const seen = wakeup.count(either);
    const decided = wakeup.count(parked);
    if (asked !== decided || isDue(open.nextAttemptAt)) {
      asked = decided;
      open = await countOpen(line.pool, id);
      const free = open.open > 0 ? await readFree(line.pool, id, FREE_BATCH) : [];
      if (free.length > 0) {
        asked = -1;
        await rest(
          line,
          outlet,
          leased,
          await deliverAgain(line, outlet, free, signal),
          backoff,
          log,
          signal,
        );
        continue;
      }
    }
    const round = await deliverNext(
      line,
      outlet,
      position,
      signal,
      open.open > 0 ? 'some open' : 'none open',
      pages,
    );
    position = round.position;
    if (round.waiting > 0) open = await countOpen(line.pool, id);
    if (round.state === 'idle') await wakeup.next(either, seen, untilDue(open.nextAttemptAt), signal);
    else await rest(line, outlet, leased, round, backoff, log, signal);
  }
}

type Open = Awaited<ReturnType<typeof countOpen>>;

async function rest(
  line: OutboundLine,
  outlet: Outlet,
  leased: Leased,
  round: Round,
  backoff: Backoff,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  if (round.state === 'held') return;
  if (round.state !== 'down') return backoff.reset();
  const wait = backoff.next();
  await noteOutage(line, outlet, round.problem);
  log.warn(
    { problem: round.problem.detail, seconds: Math.round(wait / 1000) },
    'target is away, deliveries wait',
  );
  const until = Date.now() + wait;
  while (Date.now() < until && !signal.aborted) {
    await pause(Math.min(until - Date.now(), RENEW_MS), signal);
    await renewLease(leased);
  }
}

/** Waits until nothing holds the system any more; its deliveries wait in the ledger and spend nothing. */
async function waitOut(
  { pool }: OutboundLine,
  { id, gate }: Outlet,
  leased: Leased,
  signal: AbortSignal,
): Promise<void> {
  let noted: Hold | undefined;
  for (let hold = gate.hold(); hold && !signal.aborted; hold = gate.hold()) {
    if (noted?.state !== hold.state || noted.until !== hold.until)
      await noteHold(pool, 'subscription', id, hold);
    noted = hold;
    await gate.changed(RENEW_MS, signal);
    await renewLease(leased);
  }
  await noteHold(pool, 'subscription', id, undefined);
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
  return at === undefined ? RENEW_MS : Math.max(50, Math.min(RENEW_MS, Date.parse(at) - Date.now()));
}
