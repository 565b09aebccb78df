import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { connectTo } from '../privatePostgres.ts';
import { type HubProcess, startHubProcess, temporaryFolder, until } from '../process.ts';
import { openProxy, type TestProxy } from '../proxy.ts';
import { filesToSql } from './landscapes.ts';
import { watchMemory } from './memory.ts';

const FILES = 6;
const EACH = 10_000;
const ALL = FILES * EACH;
/** Of the hub's heap: more than 60,000 messages with their documents would need is not to be had. */
const HEAP = 200;

let database: TestDatabase;
let target: TestDatabase;
let way: TestProxy;
let hub: HubProcess;
let folder: string;
let slow: Awaited<ReturnType<typeof connectTo>> | undefined;
afterEach(async () => {
  await slow?.end();
  slow = undefined;
  await hub?.kill();
  await way?.close();
  await target?.drop();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test('9. a target that is down grows its lag in the ledger, never the heap, and gets everything when it is back', async () => {
  database = await testDatabase();
  await openHub();
  await way.cut();
  const memory = watchMemory(hub);
  const half: number[] = [];
  for (let n = 0; n < FILES; n++) {
    await drop(`${n}.stops`, n * EACH);
    await until(async () => (await count('ledger')) >= (n + 1) * EACH);
    if (n === 0) memory.forget();
    if (n === FILES / 2 || n === FILES - 1) {
      half.push(memory.most());
      memory.forget();
    }
  }
  expect(await lag()).toBe(ALL);
  expect(half[1]).toBeLessThan(half[0]! * 1.25 + 20);
  expect(half[1]).toBeLessThan(450);

  memory.forget();
  await way.pass();
  await until(async () => (await lag()) === 0);
  const { rows } = await target.pool.query('select count(*), count(distinct id) as ids from stop');
  expect(rows).toEqual([{ count: ALL, ids: ALL }]);
  expect(memory.most()).toBeLessThan(450);
  expect(await count('parked')).toBe(0);
  await memory.stop();
});

test('9. a hub that is slow slows its source: what it has not made durable stays where it was', async () => {
  database = await testDatabase();
  await openHub();
  const memory = watchMemory(hub);
  slow = await connectTo(database.url);
  await slow.query('begin; select position from ledger_head for update');
  for (let n = 0; n < FILES; n++) await drop(`${n}.stops`, n * EACH);
  await until(async () => (await waiting()) > 0);
  // Time to run ahead: reading all the files takes a second.
  await until(async () => (await untouched()) < FILES - 1, 4).catch(() => {});

  // One file is in hand, its first batch at the ledger's door; the others lie untouched.
  expect(await untouched()).toBe(FILES - 1);
  expect(memory.most()).toBeLessThan(300);
  await slow.query('rollback');
  await until(async () => (await count('ledger')) === ALL);
  await memory.stop();
});

async function drop(name: string, from: number): Promise<void> {
  const lines = Array.from({ length: EACH }, (_, n) => {
    const stop = {
      id: String(from + n),
      machine: `M${n % 50}`,
      at: '2026-01-01T00:00:00Z',
      note: 'x'.repeat(500),
    };
    return `${JSON.stringify(stop)}\n`;
  });
  await writeFile(path.join(folder, `${name}.tmp`), lines.join(''));
  await rename(path.join(folder, `${name}.tmp`), path.join(folder, name));
}

async function untouched(): Promise<number> {
  return (await readdir(folder)).filter((name) => name.endsWith('.stops')).length;
}

async function openHub(): Promise<void> {
  target = await testDatabase();
  await target.pool.query('create table stop (id text, machine text)');
  way = await openProxy(target.url);
  folder = await temporaryFolder('stops');
  hub = await startHubProcess(await filesToSql(folder, way.url), database.url, {
    NODE_OPTIONS: `--max-old-space-size=${HEAP}`,
  });
}

async function count(table: string): Promise<number> {
  const { rows } = await database.pool.query(`select count(*) from ${table}`);
  return rows[0].count;
}

async function lag(): Promise<number> {
  const { rows } = await database.pool.query(
    'select (select position from ledger_head) - position as lag from subscription',
  );
  return rows[0].lag;
}

/** Statements of the hub that wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await database.pool.query(
    `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0].count;
}
