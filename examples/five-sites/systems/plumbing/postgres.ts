import pg from 'pg';
import type { Door } from './httpDoor.ts';
import type { Kit } from './kit.ts';
import { openTcpDoor } from './tcpDoor.ts';

export interface OwnDatabase {
  pool: pg.Pool;
  /** The database as others reach it: through the system's own door. */
  url: string;
}

/** Creates the system's database on the given server when it is not there, and opens a door before it. */
export async function openOwnDatabase(kit: Kit, database: string): Promise<OwnDatabase> {
  const server = kit.options.database;
  if (server === undefined)
    throw new Error(`${kit.name} needs a PostgreSQL server: give --database or DATABASE_URL`);
  await createDatabase(server, database);
  const own = new URL(server);
  own.pathname = `/${database}`;
  const pool = new pg.Pool({ connectionString: own.href, max: 4, application_name: kit.name });
  pool.on('error', () => undefined);
  const target = { host: own.hostname || '127.0.0.1', port: Number(own.port || 5432) };
  const door: Door = await openTcpDoor(kit.port, kit.weather, target);
  kit.onStop(() => pool.end());
  kit.onStop(door.close);
  const shown = new URL(own);
  shown.hostname = '127.0.0.1';
  shown.port = String(door.port);
  return { pool, url: shown.href };
}

async function createDatabase(server: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database} encoding 'UTF8' template template0`);
  } finally {
    await client.end();
  }
}

/** One transaction; what `work` throws rolls it back. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
