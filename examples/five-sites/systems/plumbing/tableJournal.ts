import type pg from 'pg';
import type { Journal, JournalEntry, Note } from './journal.ts';

/** The table of a journal whose system keeps its effects in a database, to be made in its schema. */
export const journalTable =
  'create table if not exists sys_journal (n bigserial primary key, at timestamptz not null default clock_timestamp(), note jsonb not null);';

/** Keeps notes in the transaction of what they note. */
export async function keepNotes(
  client: pg.ClientBase,
  schema: string,
  notes: readonly Note[],
): Promise<void> {
  if (notes.length === 0) return;
  await client.query(
    `insert into ${schema}.sys_journal (note) select value from jsonb_array_elements($1::jsonb) with ordinality order by ordinality`,
    [JSON.stringify(notes)],
  );
}

/** The journal as the table holds it. */
export function tableJournal(pool: pg.Pool, schema: string): Pick<Journal, 'after'> {
  return {
    async after(n, most) {
      const { rows } = await pool.query(
        `select n::float8 as n, extract(epoch from at) * 1000 as at, note from ${schema}.sys_journal where n > $1 order by n limit $2`,
        [n, most],
      );
      return rows.map((row): JournalEntry => ({ n: row.n, at: Number(row.at), ...row.note }));
    },
  };
}
