import type { Pool } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';

/** Entries in one partition of the ledger; retention drops whole partitions. */
const SIZE = 1_000_000;
const AHEAD = 2;
const LOCK = 7_361_202;

/** Makes sure that the next entries have a partition to go to. Call at start and every now and then. */
export async function ensurePartitions(pool: Pool): Promise<void> {
  await transaction(pool, async (connection) => {
    await connection.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const { rows } = await connection.query<{ position: number }>('select position from ledger_head');
    const current = Math.floor((rows[0]!.position + 1) / SIZE);
    for (let n = current; n <= current + AHEAD; n++) {
      await connection.query(
        `create table if not exists ${partitionName(n)} partition of ledger for values from (${n * SIZE}) to (${(n + 1) * SIZE})`,
      );
    }
  });
}

/**
 * Drops the partitions whose every entry is older than `milliseconds` and which every subscription, and every replay under way, has passed.
 * Resolves to the names of those dropped.
 */
export async function dropOldPartitions(pool: Pool, milliseconds: number): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'ledger'::regclass order by c.relname`,
  );
  const dropped: string[] = [];
  for (const { name } of rows) {
    const { rows: found } = await pool.query<{ droppable: boolean }>(
      `select (h.position >= p.upper and p.newest < now() - $1 * interval '1 millisecond'
               and not exists (select from subscription s where s.position < p.upper)
               and not exists (select from register_progress g where g.position < p.upper)
               and not exists (select from replay r where r.state = 'running' and r.position < p.upper)) as droppable
       from ledger_head h, (select position as upper, recorded_at as newest from ${name} order by position desc limit 1) p`,
      [milliseconds],
    );
    if (!found[0]?.droppable || name === rows.at(-1)?.name) break;
    await pool.query(`drop table ${name}`);
    dropped.push(name);
  }
  return dropped;
}

function partitionName(n: number): string {
  return `ledger_${String(n).padStart(6, '0')}`;
}
