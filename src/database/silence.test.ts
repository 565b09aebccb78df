import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { openProxy, type TestProxy } from '../../test/proxy.ts';
import { openPool, type Pool } from './pool.ts';

let database: TestDatabase;
let way: TestProxy;
let pool: Pool;
afterEach(async () => {
  await way?.close();
  await pool?.end();
  await database?.drop();
});

test('a query whose answer never comes fails in time, and the next goes over a new connection', async () => {
  database = await testDatabase();
  way = await openProxy(database.url);
  pool = openPool(way.url, 1, 300);
  await pool.query('select 1');
  way.stall();
  await expect(pool.query('select 2')).rejects.toThrow('nothing came from the database for 300 ms');
  await way.pass();
  expect((await pool.query('select 3 as n')).rows).toEqual([{ n: 3 }]);
});

test('a statement that takes long is not disturbed where patience is asked for, nor is an idle connection', async () => {
  database = await testDatabase();
  way = await openProxy(database.url);
  pool = openPool(way.url, 1, 0);
  expect((await pool.query('select pg_sleep(0.5), 1 as n')).rows).toMatchObject([{ n: 1 }]);
  await pool.end();
  pool = openPool(way.url, 1, 200);
  const backend = async () => (await pool.query('select pg_backend_pid() as pid')).rows[0].pid;
  const before = await backend();
  await database.pool.query('select pg_sleep(0.6)');
  expect(await backend()).toBe(before);
});
