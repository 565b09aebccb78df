import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../../database/transaction.ts';
import { append } from '../../ledger/append.ts';
import { advance } from '../../processes/advance.ts';
import { chartOf } from '../../processes/chart.testing.ts';
import { openProcess } from '../../processes/open.ts';
import type { RunningProcess } from '../../processes/running.ts';
import { loadModel } from '../../quality/loadModel.ts';
import { readPosition } from '../../subscription.ts';
import { type TestServer, testServer } from '../server.testing.ts';

const CHART = `process: fulfilment
about: salesOrder
start: { on: salesOrder.changed }
context: '{ "number": $number($substringAfter(event.subject, "so~")) }'
keys: '[]'
initial: picking
states:
  picking: { within: 1h, on: { picked: { to: packing } } }
  packing: { on: { packed: [{ when: 'context.number / 0 > 1', to: gone }, { to: gone }] } }
  gone: { final: true }
`;
const SECOND = `${CHART}version: 2\n`.replaceAll('packing', 'wrapping');
const MIGRATE = 'migrate: [{ from: 1, states: { packing: wrapping } }]\n';

let hub: TestServer;
const model = await loadModel();

beforeAll(async () => {
  const second = chartOf(SECOND + MIGRATE);
  hub = await testServer({ processes: new Map([[second.code, second]]) });
  const first = await openProcess(hub.database.pool, chartOf(CHART), model);
  await transaction(hub.database.pool, (connection) => append(connection, orders(5)));
  await work(first);
});
afterAll(() => hub.close());

test('an instance that is late says since when and in which state, one that is not when it will be', async () => {
  const { body } = await hub.ask('GET', '/process/v1/fulfilment?overdue=true');
  expect(body.total).toBe(5);
  expect(body.instances[0]).toMatchObject({ overdue: { at: '2026-03-01T13:00:00.000Z', in: 'picking' } });
  await hub.database.pool.query(
    `insert into process_timer (process, instance, timer, due_at) values ('fulfilment', 'fulfilment~so~1', 'xstate.after.within packing.packing', '2099-01-01T00:00:00Z')`,
  );
  const { body: one } = await hub.ask('GET', '/process/v1/fulfilment/so~1');
  expect(one.due).toEqual({ at: '2099-01-01T00:00:00.000Z', in: 'packing' });
  await hub.database.pool.query('delete from process_timer');
});

test('what is asked of many reaches those that the query means, and what it could do nothing with is named', async () => {
  const running = await openProcess(hub.database.pool, chartOf(CHART), model);
  await signal('so~1', 'picked');
  await signal('so~2', 'picked');
  await work(running);
  const asked = { kind: 'signal', signal: 'picked', query: { state: 'picking' }, reason: 'a strike' };
  const { body: job } = await hub.ask('POST', '/process/v1/fulfilment/jobs', asked);
  expect(job).toMatchObject({ state: 'running', instances: 3, done: 0, waiting: 3 });
  await signal('so~3', 'picked');
  await work(running);
  const { body: ended } = await hub.ask('GET', `/process/v1/fulfilment/jobs/${job.id}`);
  expect(ended).toMatchObject({ state: 'done', done: 2, leftOut: 1, waiting: 0 });
  expect(ended.left).toEqual([{ about: 'so~3', why: 'nothing listens to `picked` where it stands' }]);
  expect(await states()).toEqual({ packing: 5 });
  const { rows } = await hub.database.pool.query(
    `select details from audit where action = 'process.job.signal'`,
  );
  expect(rows).toEqual([{ details: expect.objectContaining({ instances: 3, reason: 'a strike' }) }]);
});

test('what a job has not come to can be taken back', async () => {
  const asked = { kind: 'signal', signal: 'packed', all: true, reason: 'in haste' };
  const { body: job } = await hub.ask('POST', '/process/v1/fulfilment/jobs', asked);
  const { body: recalled } = await hub.ask('POST', `/process/v1/fulfilment/jobs/${job.id}/cancel`);
  expect(recalled).toMatchObject({ state: 'cancelled', done: 0, waiting: 5 });
  await work(await openProcess(hub.database.pool, chartOf(CHART), model));
  expect(await states()).toEqual({ packing: 5 });
});

test.each([
  ['all and some', { kind: 'cancel', all: true, query: { state: 'picking' } }],
  ['nothing', { kind: 'cancel' }],
  ['no signal', { kind: 'signal', all: true }],
])('a job that means %s is refused', async (_name, asked) => {
  const { status } = await hub.ask('POST', '/process/v1/fulfilment/jobs', { ...asked, reason: 'none' });
  expect(status).toBe(400);
});

test('instances stay on their version until they are moved, and what would become of them can be seen before', async () => {
  const running = await openProcess(hub.database.pool, chartOf(SECOND + MIGRATE), model);
  await work(running);
  const { body: foreseen } = await hub.ask('GET', '/process/v1/fulfilment/migration');
  expect(foreseen).toMatchObject({
    version: 2,
    instances: 5,
    states: [{ version: 1, state: 'packing', to: 'wrapping', instances: 5 }],
  });
  expect(await states()).toEqual({ packing: 5 });
  const asked = { kind: 'migrate', reason: 'wrapped from now on' };
  const { body: job } = await hub.ask('POST', '/process/v1/fulfilment/jobs', asked);
  await work(running);
  expect((await hub.ask('GET', `/process/v1/fulfilment/jobs/${job.id}`)).body).toMatchObject({ done: 5 });
  expect(await states()).toEqual({ wrapping: 5 });
  const { body } = await hub.ask('GET', '/process/v1/fulfilment/so~1');
  expect(body).toMatchObject({
    version: 2,
    history: expect.arrayContaining([
      expect.objectContaining({ event: 'migrate from 1', reason: asked.reason }),
    ]),
  });
});

test('what is asked of one instance goes before what a job asks of many', async () => {
  const running = await openProcess(hub.database.pool, chartOf(SECOND + MIGRATE), model);
  const asked = { kind: 'signal', signal: 'packed', all: true, reason: 'at last' };
  await hub.ask('POST', '/process/v1/fulfilment/jobs', asked);
  await hub.ask('POST', '/process/v1/fulfilment/so~4/cancel', { reason: 'not that one' });
  await work(running);
  const { body } = await hub.ask('GET', '/process/v1/fulfilment/so~4');
  expect(body.status).toBe('cancelled');
});

async function signal(about: string, word: string): Promise<void> {
  await hub.ask('POST', `/process/v1/fulfilment/${about}/signal`, { signal: word });
}

/** Until nothing is left to do. */
async function work(process: RunningProcess): Promise<void> {
  const { pool } = hub.database;
  const holder = { id: 'test' };
  await pool.query(`update subscription set holder = 'test'`);
  for (let state = ''; state !== 'idle'; )
    ({ state } = await advance({ pool, holder }, process, await readPosition(pool, process.id)));
}

async function states(): Promise<Record<string, number>> {
  const { rows } = await hub.database.pool.query<{ state: string; n: number }>(
    `select state #>> '{}' as state, count(*)::int as n from process_instance group by 1`,
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

function orders(count: number) {
  return Array.from({ length: count }, (_, i) => ({
    id: `o${i + 1}`,
    type: 'salesOrder.changed',
    entity: 'salesOrder',
    system: 'shop',
    subject: `so~${i + 1}`,
    partitionKey: `so~${i + 1}`,
    time: '2026-03-01T12:00:00.000Z',
    data: '{"record":{}}',
  }));
}
