import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import type { Chart } from '../landscape/processes/chart.ts';
import { compileProcess } from '../landscape/processes/compileProcess.ts';
import { readScript } from '../landscape/processes/readScript.ts';
import { loadModel } from '../quality/loadModel.ts';
import { openProcess } from './open.ts';
import { step } from './step.ts';

const model = await loadModel();
const SCRIPT = await readFile(new URL('fulfilment.fixture.ts', import.meta.url), 'utf8');

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('instances of a chart in TypeScript stay on the functions they began with, also when the file is another', async () => {
  await openProcess(database.pool, chart(SCRIPT), model);
  await database.pool.query(
    `insert into process_instance (id, process, version, about, status, state, context, steps, given, started_at, changed_at)
     values ('fulfilment~so~1', 'fulfilment', 1, 'so~1', 'running', '"picking"', '{}', 1, '[]', now(), now())`,
  );
  const other = SCRIPT.replace('record.status === status', 'record.status === status.toUpperCase()');
  const same = openProcess(database.pool, chart(other), model);
  await expect(same).rejects.toThrow('has changed, but its version is still 1, on which instances run');
  const newer = chart(other.replace("about: 'salesOrder'", "version: 2,\n  about: 'salesOrder'"));
  const { machines, newest } = await openProcess(database.pool, newer, model);
  const picked = {
    type: 'shipment.changed',
    subject: 'shp~1',
    time: '',
    data: { record: { status: 'picked' } },
  };
  const stands = { state: 'picking', context: { order: 'so~1', lines: 1 } };
  expect(step(machines.get(1)!, stands, picked)).toMatchObject({ state: 'shipping' });
  expect(step(newest, stands, picked)).toBeUndefined();
});

function chart(text: string): Chart {
  return compileProcess(readScript('processes/fulfilment.ts', text), [])!;
}
