import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { until } from '../../test/process.ts';
import { openProxy, type TestProxy } from '../../test/proxy.ts';
import { CHANNEL, openWakeup, type Wakeup } from './wakeup.ts';

let database: TestDatabase;
let way: TestProxy;
let wakeup: Wakeup;
afterEach(async () => {
  await wakeup?.close();
  await way?.close();
  await database?.drop();
});

test('however long the database is away, one connection is tried at a time, and one listens when it is back', async () => {
  database = await testDatabase();
  way = await openProxy(database.url);
  wakeup = await openWakeup(way.url);

  way.hangUp();
  await until(async () => way.tried() >= 8);
  expect(way.most()).toBe(1);
  await way.pass();
  await until(async () => (await listeners()) === 1);

  const seen = wakeup.count(['ledger']);
  await database.pool.query(`notify ${CHANNEL}`);
  await until(async () => wakeup.count(['ledger']) > seen);
  expect(await listeners()).toBe(1);
});

async function listeners(): Promise<number> {
  const { rows } = await database.pool.query(
    `select count(*) from pg_stat_activity where datname = current_database() and application_name = 'lineshaft wakeup'`,
  );
  return rows[0].count;
}
