import pg from 'pg';
import { migrate } from '../src/database/migrate.ts';
import { openPool, type Pool } from '../src/database/pool.ts';
import { ensurePartitions } from '../src/ledger/partitions.ts';

/** A new, empty database of the server; its URL. */
export async function newDatabase(server: string, name: string): Promise<string> {
  const client = await connect(server);
  await client.query(`drop database if exists ${name} with (force)`);
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Drops what the parts before have left: else it would be vacuumed and written to disk while the next one is measured. */
export async function clear(server: string): Promise<void> {
  const client = await connect(server);
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'bench\\_%'`,
  );
  for (const { name } of rows) await client.query(`drop database ${name} with (force)`);
  await client.query('checkpoint');
  await client.end();
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Connections to a database that is as a hub makes it at its start. */
export async function openReady(url: string, connections: number): Promise<Pool> {
  const pool = openPool(url, connections, 0);
  await migrate(pool);
  await ensurePartitions(pool);
  return pool;
}
