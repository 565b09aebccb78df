import type { Queryable } from '../database/pool.ts';

/** All keys by which documents may name an item: its own, and those that were merged into it; of a merged key those of what it leads to. */
export async function itemKeys(db: Queryable, item: string): Promise<string[]> {
  const { rows } = await db.query<{ key: string }>(
    `with one as (select coalesce((select root from merged_key where key = $1), $1) as root)
     select root as key from one union all select m.key from merged_key m join one using (root)`,
    [item],
  );
  return rows.map(({ key }) => key);
}
