import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { inboundPassed } from '../vocabulary/channels.ts';
import { createQualityTally } from './qualityTally.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

const quiet = { info() {}, warn() {}, error() {} };

test('closing waits for the counts that are being written, so that the process may end after it', async () => {
  const tally = createQualityTally(database.pool, () => 'item', quiet);
  inboundPassed.publish({
    interface: 'erp/items',
    quality: new Map([['detroit', { checked: 3, clean: 2, rules: new Map([['PR-01', 1]]) }]]),
  });
  const other = await database.pool.connect();
  await other.query('begin');
  await other.query('lock table quality_hour');
  const flushed = tally.flush();
  const closed = tally.close().then(() => 'closed');
  const first = await Promise.race([closed, new Promise((resolve) => setImmediate(resolve, 'waits'))]);
  await other.query('commit');
  other.release();
  await Promise.all([flushed, closed]);
  expect(first).toBe('waits');
  const { rows } = await database.pool.query('select checked, clean from quality_hour');
  expect(rows).toEqual([{ checked: 3, clean: 2 }]);
});
