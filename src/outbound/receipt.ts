import type { DeliveryOutcome } from '../connectors/connector.ts';
import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import { MAX_ATTEMPTS, retryIn } from '../delivery/backoff.ts';
import { digestOf } from '../delivery/digest.ts';
import { discardOvertaken } from '../delivery/latest.ts';
import { type NewParked, park, postpone, release, type Stopped, settle } from '../delivery/parked.ts';
import { keepReceipts, type NewReceipt } from '../delivery/receipts.ts';
import { linkLocalKeys } from '../identity/observations.ts';
import { holdSubscription, moveSubscription } from '../lease.ts';
import { append } from '../ledger/append.ts';
import type { Instant } from '../vocabulary/json.ts';
import { awaits } from '../vocabulary/keys.ts';
import { answersOf } from './answers.ts';
import type { Course, Sums } from './course.ts';
import { isAnswered, type Leaving, stopBehind } from './leaving.ts';
import type { OutboundLine, Outlet } from './outlet.ts';

/** Resolves to the number of messages that wait now. */
export async function commit(
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
  later(holdSubscription(connection, outlet.id, line.holder));
  const moves = range.to > 0 && !repeat ? { from: range.from, to: position } : undefined;
  const tried = failed.filter((l) => !l.behind);
  later(moveSubscription(connection, outlet.id, moves, delivered.length, tried.length));
  if (repeat) later(repeat.keep(connection, position, sumsOf(leaving, delivered, failed)));
  later(keepReceipts(connection, outlet.id, receiptsOf(delivered, sentAt, repeat?.replay)));
  later(keepLocalKeys(connection, outlet, delivered));
  later(discardOvertaken(connection, leaving.flatMap(messagesOvertaken)));
  const stopped = [...failed, ...leaving.filter(isAnswered)].filter((l) => !l.again);
  later(park(connection, 'out', id, entity, stopped.map(toParked)));
  later(
    settle(
      connection,
      leaving.flatMap((l) =>
        l.again && !failed.includes(l) ? { id: l.again.id, outcome: settledAs(l) } : [],
      ),
    ),
  );
  later(
    postpone(
      connection,
      'out',
      id,
      failed.flatMap((l) => (l.again ? { ...toWaiting(l), id: l.again.id } : [])),
    ),
  );
  later(append(connection, answersOf(outlet, leaving)));
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
    if (!l.outcome || l.outcome.outcome === 'delivered' || isAnswered(l)) return false;
    if (failedKeys.has(partitionKey) && holds) stopBehind(l);
    else l.problem = l.outcome.problem;
    if (holds) failedKeys.add(partitionKey);
    return true;
  });
}

function settledAs(l: Leaving): 'skipped' | 'refused' | 'delivered' {
  if (l.left) return 'skipped';
  return isAnswered(l) ? 'refused' : 'delivered';
}

function toParked(l: Leaving): Stopped {
  if (!isAnswered(l)) return toWaiting(l);
  const { problem } = l.outcome as Extract<DeliveryOutcome, { outcome: 'rejected' }>;
  const { partitionKey: key, position } = l.entry;
  return { state: 'discarded', key, problem, position, attempts: 1 };
}

function toWaiting(l: Leaving): NewParked {
  const spent = l.behind || l.outcome?.outcome === 'throttled' ? 0 : 1;
  const attempts = (l.again?.attempts ?? 0) + spent;
  const base = { key: l.entry.partitionKey, problem: l.problem!, position: l.entry.position, attempts };
  if (l.behind) return { ...base, state: 'held-behind' };
  const mayPass = l.outcome && l.outcome.outcome !== 'rejected' && attempts < MAX_ATTEMPTS;
  return mayPass
    ? { ...base, state: 'retrying', retryInMs: retryIn(attempts) }
    : { ...base, state: 'parked' };
}

function receiptsOf(delivered: Leaving[], sentAt: Instant, replay: number | undefined): NewReceipt[] {
  if (delivered.length === 0) return [];
  const inOrder = delivered.toSorted((a, b) => a.entry.position - b.entry.position);
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
      positions: inOrder.map((l) => l.entry.position),
      digests: inOrder.map((l) => (l.found ? undefined : digestOf(l.delivery!.document))),
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
