import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Pool } from './pool.ts';
import { transaction } from './transaction.ts';

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url));
const LOCK = 7_361_201;

/** Brings the database to the newest migration; safe when several hubs start at once. */
export async function migrate(pool: Pool): Promise<void> {
  const files = (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort();
  await transaction(pool, async (connection) => {
    await connection.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await connection.query(
      'create table if not exists migration (name text primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await connection.query<{ name: string }>('select name from migration');
    const applied = new Set(rows.map((row) => row.name));
    for (const name of files) {
      if (applied.has(name)) continue;
      await connection.query(await readFile(folder + name, 'utf8'));
      await connection.query('insert into migration (name) values ($1)', [name]);
    }
  });
}
