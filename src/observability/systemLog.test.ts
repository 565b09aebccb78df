import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { until } from '../../test/process.ts';
import { createSystemLog, forgetSystemLog } from './systemLog.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('what is logged of a system or an interface is kept, what is said again in a row is counted, and all else passes', async () => {
  const kept = createSystemLog();
  const log = pino({ base: null }, kept.stream);
  log.info('another landscape is in force');
  log.child({ interface: 'wms/stock' }).warn({ error: 'connection refused' }, 'failed, will be tried again');
  log.child({ system: 'wms' }).warn({ cause: 'refused' }, 'circuit open');
  log.child({ interface: 'wms/stock' }).warn({ error: 'connection refused' }, 'failed, will be tried again');
  const stopping = new AbortController();
  const keeping = kept.keep(database.pool, stopping.signal);
  await until(async () => (await entries()).length === 2);
  log.child({ system: 'wms' }).error('gone');
  stopping.abort();
  await keeping;
  expect(await entries()).toEqual([
    ['wms/stock', 'warn', 'failed, will be tried again: connection refused', 2],
    [null, 'warn', 'circuit open: refused', 1],
    [null, 'error', 'gone', 1],
  ]);
  await database.pool.query(`update system_log set last_at = now() - interval '15 days' where said = 'gone'`);
  await forgetSystemLog(database.pool, 14);
  expect(await entries()).toHaveLength(2);
});

async function entries(): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    'select interface, level, said, times from system_log order by id',
  );
  return rows.map(({ interface: id, level, said, times }) => [id, level, said, times]);
}
