import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/database/embedded.ts';
import { migrate } from '../src/database/migrate.ts';
import { openPool, type Pool } from '../src/database/pool.ts';
import { ensurePartitions } from '../src/ledger/partitions.ts';
import { isAlive } from './process.ts';

export interface TestDatabase {
  url: string;
  pool: Pool;
  drop(): Promise<void>;
}

/** The server of this test run: `DATABASE_URL`, else an embedded one that all test processes of this machine share. */
export async function testServer(): Promise<string> {
  const given = process.env['DATABASE_URL'];
  if (given) return given;
  const { url } = await exclusively(folder, () => startEmbeddedPostgres(folder, ['fsync=off']));
  return url;
}

const folder = path.join(tmpdir(), `lineshaft-test-${process.getuid?.() ?? 'user'}`);
const runs = `${folder}.runs`;

/** Shares the embedded server with other runs on this machine. Resolves to how a run leaves it: the last one stops it. */
export async function shareTestServer(): Promise<() => Promise<void>> {
  const mine = path.join(runs, String(process.pid));
  await exclusively(folder, async () => {
    await mkdir(runs, { recursive: true });
    await writeFile(mine, '');
  });
  return () =>
    exclusively(folder, async () => {
      await rm(mine);
      const others = (await readdir(runs)).map(Number);
      if (others.some(isAlive) || !existsSync(path.join(folder, 'postgres.json'))) return;
      await (await startEmbeddedPostgres(folder, ['fsync=off'])).stop();
    });
}

const TEMPLATE = `lineshaft_template_${process.ppid}`;

/** A database of its own for one suite, cloned from a migrated template. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = await testServer();
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const name = `lineshaft_test_${randomBytes(6).toString('hex')}`;
  try {
    await admin.query('select pg_advisory_lock(7361299)');
    await makeTemplate(admin, server);
    await admin.query(`create database ${name} template ${TEMPLATE}`);
  } finally {
    await admin.end();
  }
  const url = withDatabase(server, name);
  const pool = openPool(url, 10);
  return { url, pool, drop: () => drop(server, name, pool) };
}

export function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function makeTemplate(admin: pg.Client, server: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [TEMPLATE]);
  if (rowCount) return;
  await admin.query(`create database ${TEMPLATE}`);
  const pool = openPool(withDatabase(server, TEMPLATE), 1);
  await migrate(pool);
  await ensurePartitions(pool);
  await pool.end();
}

async function drop(server: string, name: string, pool: Pool): Promise<void> {
  await pool.end();
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.end();
}

/** Two test processes must not both make the cluster: the one that takes the folder first does. */
async function exclusively<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = `${folder}.lock`;
  for (;;) {
    const mine = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (mine) break;
    const age = await stat(lock).then(
      (s) => Date.now() - s.mtimeMs,
      () => 0,
    );
    if (age > 60_000) await rm(lock, { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}
