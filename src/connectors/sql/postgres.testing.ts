import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../database/embedded.ts';

/** A real PostgreSQL of a test file: the embedded one, so that it may be stopped and started again. */
export interface TestPostgres {
  url: string;
  /** A new database, by its URL. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function testPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'lineshaft-sql-'));
  await chmod(folder, 0o755);
  let running: EmbeddedPostgres = await startEmbeddedPostgres(folder, ['shared_buffers=32MB']);
  let count = 0;
  const newDatabase = async () => {
    const name = `t${++count}`;
    await query(running.url, `create database ${name}`);
    return running.url.replace(/\/postgres$/, `/${name}`);
  };
  return {
    url: running.url,
    newDatabase,
    stop: () => running.stop(),
    start: async () => {
      running = await startEmbeddedPostgres(folder);
    },
    remove: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs SQL as the system's own programs would, on a connection of its own. */
export async function query<Row extends object>(
  url: string,
  sql: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
