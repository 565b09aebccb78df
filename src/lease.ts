import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Queryable } from './database/pool.ts';

/** This process, as the leases know it. */
export interface Holder {
  id: string;
}

export function newHolder(): Holder {
  return { id: randomUUID() };
}

/**
 * The holder that last worked from this folder, when its process is gone: a hub that was killed goes on at once instead of
 * waiting for its own leases to run out. What the dead process had under way in the database still locks the rows of its leases.
 */
export async function resumeHolder(folder: string): Promise<Holder> {
  const file = path.join(folder, 'holder.json');
  const last = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Holder & { pid: number },
    () => undefined,
  );
  const id = last && !isAlive(last.pid) ? last.id : randomUUID();
  await writeFile(file, JSON.stringify({ id, pid: process.pid }));
  return { id };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Another process works here now: this one stops at once, its transaction undone. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export const LEASE_SECONDS = 8;

type Table = 'source' | 'subscription';

/** Takes or renews the lease on one interface; false when another process holds it. */
export async function lease(db: Queryable, table: Table, id: number, holder: Holder): Promise<boolean> {
  const { rowCount } = await db.query({
    name: `lease-${table}`,
    text: `update ${table} set holder = $2, lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
           where id = $1 and (holder = $2 or holder is null or lease_until < now())`,
    values: [id, holder.id],
  });
  return rowCount === 1;
}

const HOLD = { name: 'subscription-hold', text: 'select hold_subscription($1, $2)' };

/** Fails in the database when another process holds the lease on the subscription, and all of the transaction with it. */
export async function holdSubscription(db: Queryable, id: number, holder: Holder): Promise<void> {
  await db.query({ ...HOLD, values: [id, holder.id] });
}

const MOVE = {
  name: 'subscription-move',
  text: `update subscription set position = greatest(position, $2), delivered = delivered + $3, problem = null,
           delivered_at = case when $3 > 0 then now() else delivered_at end, failed = failed + $5
         where id = $1 and ($4::bigint is null or position = $4 or hold_subscription(id, 'nobody') is null)`,
};

/**
 * Notes what was delivered, how many attempts failed, and moves the position when the round moves it. Only from where the round began: a transaction that was given up
 * in a stalled connection may still arrive after its work was done again, and is refused like one that lost its lease.
 */
export async function moveSubscription(
  db: Queryable,
  id: number,
  moves: { from: number; to: number } | undefined,
  delivered: number,
  failed = 0,
): Promise<void> {
  await db.query({ ...MOVE, values: [id, moves?.to ?? 0, delivered, moves?.from ?? null, failed] });
}

/** Gives all leases of this process back, so that another takes over without waiting. */
export async function giveBack(db: Queryable, holder: Holder): Promise<void> {
  for (const table of ['source', 'subscription'] as const) {
    await db.query(`update ${table} set holder = null, lease_until = null where holder = $1`, [holder.id]);
  }
}

/** Whether this failure says that another process works here now: the error of `hold_source` and `hold_subscription`. */
export function isLeaseLost(error: unknown): boolean {
  return error instanceof LeaseLost || (error as { code?: string }).code === 'LS001';
}
