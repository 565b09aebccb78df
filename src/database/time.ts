import type { Queryable } from './pool.ts';

/** What time it is, in milliseconds, by the one clock that all hub processes share: that of a host may be wrong, or jump. */
export async function databaseTime(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ now: number }>({
    name: 'database-time',
    text: 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now',
  });
  return rows[0]!.now;
}
