import type { Connection, Queryable } from '../database/pool.ts';
import type { CodeAddition } from '../landscape/landscape.ts';
import { CODES_CHANNEL } from '../ledger/wakeup.ts';
import type { Instant } from '../vocabulary/json.ts';

export interface KeptAddition extends CodeAddition {
  addedBy: string;
  addedAt: Instant;
}

/** All that stewards added, in the order in which they did. */
export async function readAdditions(db: Queryable): Promise<KeptAddition[]> {
  const { rows } = await db.query<KeptAddition>(
    `select list, system, value, canonical, added_by as "addedBy", added_at as "addedAt" from code_addition order by added_at`,
  );
  return rows;
}

/** Keeps one and tells all hub processes; of two for one value the later stands. */
export async function keepAddition(
  connection: Connection,
  { list, system, value, canonical }: CodeAddition,
  addedBy: string,
): Promise<void> {
  await connection.query(
    `insert into code_addition (list, system, value, canonical, added_by) values ($1, $2, $3, $4, $5)
     on conflict (list, system, value) do update set canonical = excluded.canonical, added_by = excluded.added_by, added_at = now()`,
    [list, system, value, canonical, addedBy],
  );
  await connection.query(`notify ${CODES_CHANNEL}`);
}
