import { afterAll, beforeAll, expect, test } from 'vitest';
import { chartOf } from '../../processes/chart.testing.ts';
import { type TestServer, testServer } from '../server.testing.ts';

const CHART = `process: fulfilment
title: From order to truck
about: salesOrder
parameters: { pickWithin: { type: duration, default: 4h } }
start: { on: salesOrder.changed }
context: '{}'
keys: '[]'
initial: working
states:
  working:
    initial: sorting
    on: { stop: { to: gone } }
    states:
      sorting: { always: { to: picking } }
      picking: { within: pickWithin, on: { picked: { to: packing }, shipment.changed: { to: packing } } }
      packing: { on: { packed: { to: gone } } }
  gone: { final: true }
`;

let hub: TestServer;

beforeAll(async () => {
  const chart = chartOf(CHART);
  hub = await testServer({ processes: new Map([[chart.code, chart]]) });
  await put('1', 'running', { working: 'picking' }, '2026-01-01T00:00:00Z');
  await put('2', 'running', { working: 'picking' });
  await put('3', 'stuck', { working: 'packing' });
  await put('4', 'ended', 'gone');
  await put('5', 'cancelled', { working: 'packing' });
});
afterAll(() => hub.close());

test('every process says how many of its instances run, are late, need a person and have ended', async () => {
  const { body } = await hub.ask('GET', '/process/v1');
  expect(body.processes).toEqual([
    {
      process: 'fulfilment',
      title: 'From order to truck',
      about: 'salesOrder',
      version: 1,
      instances: { running: 2, overdue: 1, stuck: 1, cancelling: 0, ended: 1, cancelled: 1 },
    },
  ]);
});

test('the open instances are counted in their state and in all that hold it', async () => {
  const { body } = await hub.ask('GET', '/process/v1/fulfilment/counts');
  expect(body.states).toEqual(
    expect.arrayContaining([
      { state: 'working', instances: 3, overdue: 1, stuck: 1 },
      { state: 'picking', instances: 2, overdue: 1, stuck: 0 },
      { state: 'packing', instances: 1, overdue: 0, stuck: 1 },
    ]),
  );
  expect(body.states).toHaveLength(3);
});

test('a chart comes laid out, with what its states listen to and how long they may last', async () => {
  const { body } = await hub.ask('GET', '/process/v1/fulfilment/chart');
  const box = (state: string) => body.boxes.find((each: { state: string }) => each.state === state);
  expect(box('picking')).toMatchObject({ in: 'working', lines: ['picking', '≤ 4h'], signals: ['picked'] });
  expect(box('working')).toMatchObject({ kind: 'compound', signals: ['stop'] });
  const ways = body.arrows.map(({ from, to, atOnce }: Record<string, unknown>) => [from, to, atOnce]);
  expect(ways).toContainEqual(['sorting', 'picking', true]);
  expect(ways).toContainEqual(['picking', 'packing', false]);
  const { status } = await hub.ask('GET', '/process/v1/fulfilment/chart?version=7');
  expect(status).toBe(404);
});

test('a list says how many there are and gives those that stand so, and the counts follow what becomes of an instance', async () => {
  const list = async (query: string) => {
    const { body } = await hub.ask('GET', `/process/v1/fulfilment?${query}`);
    return [body.total, body.instances.map(({ about }: { about: string }) => about)];
  };
  expect(await list('state=picking')).toEqual([2, ['so~shop~1', 'so~shop~2']]);
  expect(await list('state=working&status=stuck')).toEqual([1, ['so~shop~3']]);
  expect(await list('overdue=true')).toEqual([1, ['so~shop~1']]);
  const { pool } = hub.database;
  await pool.query(
    `update process_instance set status = 'ended', state = '"gone"', overdue_at = null where about = 'so~shop~1'`,
  );
  await pool.query(`delete from process_instance where about = 'so~shop~5'`);
  expect(await list('state=picking')).toEqual([1, ['so~shop~2']]);
  expect(await list('state=gone')).toEqual([2, ['so~shop~1', 'so~shop~4']]);
  const { body } = await hub.ask('GET', '/process/v1');
  expect(body.processes[0].instances).toMatchObject({ running: 1, overdue: 0, ended: 2, cancelled: 0 });
});

async function put(number: string, status: string, state: unknown, overdueAt?: string): Promise<void> {
  await hub.database.pool.query(
    `insert into process_instance (id, process, version, about, status, state, context, steps, given, started_at, changed_at, overdue_at, overdue_in)
     values ('fulfilment~' || $1, 'fulfilment', 1, $1, $2, $3, '{}', 1, '[]', now(), now(), $4::timestamptz, case when $4::text is not null then 'picking' end)`,
    [`so~shop~${number}`, status, JSON.stringify(state), overdueAt ?? null],
  );
}
