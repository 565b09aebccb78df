import type { Pool } from './pool.ts';
import { transaction } from './transaction.ts';

/** Tables of counts that every statement adds rows to (migrations 0069 and 0074): what tells their rows apart, and what is summed. */
const COUNTS = [
  ['parked_count', 'state, interface, entity, code, cause', 'messages'],
  ['finding_count', 'cause, interface, entity, site', 'findings'],
  ['process_count', 'process, version, status, state, overdue', 'instances'],
] as const;

/** Brings together the rows that count the same. All sums stay, whatever is written meanwhile: only rows that are let go are added up. */
export async function foldCounts(pool: Pool): Promise<void> {
  await transaction(pool, async (connection) => {
    // Two hubs would wait for each other's rows in different orders.
    await connection.query(`select pg_advisory_xact_lock(hashtext('lineshaft counts'))`);
    for (const [table, same, summed] of COUNTS)
      await connection.query(
        `with several as (
           select ctid, count(*) over (partition by ${same}) as rows from ${table}
         ), gone as (
           delete from ${table} t using several s where t.ctid = s.ctid and s.rows > 1 returning t.*
         )
         insert into ${table} (${same}, ${summed})
         select ${same}, sum(${summed}) from gone group by ${same} having sum(${summed}) <> 0`,
      );
  });
}
