import type { Queryable } from '../database/pool.ts';

/**
 * Locks items, and whatever else is named, until the transaction ends: all hub processes that promise, or change what there is, stand in one line for each
 * item. What is read after it, by a statement of its own, is what the one before has committed. In one order, so that two never wait for each other.
 */
export async function lockAll(db: Queryable, names: readonly string[]): Promise<void> {
  await db.query({
    name: 'promising-lock',
    text: `select pg_advisory_xact_lock(h) from (select distinct hashtextextended(n, 25) as h from unnest($1::text[]) as n order by h) as ordered`,
    values: [names],
  });
}

export function itemLock(item: string): string {
  return `item ${item}`;
}
