import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../../database/transaction.ts';
import { createRecords } from '../../identity/records.ts';
import { advance } from '../../processes/advance.ts';
import { chartOf } from '../../processes/chart.testing.ts';
import { openProcess } from '../../processes/open.ts';
import { loadModel } from '../../quality/loadModel.ts';
import { readPosition } from '../../subscription.ts';
import { type TestServer, testServer } from '../server.testing.ts';

const chart = chartOf(`process: fulfilment
about: salesOrder
start: { on: salesOrder.changed, when: "event.data.record.status = 'open'" }
context: '{ "urgent": event.data.urgent }'
keys: '[]'
initial: picking
states:
  picking: { on: { picked: { to: gone } } }
  gone: { final: true }
`);
const model = await loadModel();
let hub: TestServer;

beforeAll(async () => {
  hub = await testServer({ processes: new Map([[chart.code, chart]]) });
  const changedAt = '2026-03-01T12:00:00.000Z';
  const record = (number: string, status: string) => ({
    key: `so~crm~${number}`,
    version: 1,
    data: { number, status },
    changedAt,
  });
  await transaction(hub.database.pool, async (connection) => {
    await createRecords(connection, 'salesOrder', [record('1', 'open'), record('2', 'closed')]);
  });
});
afterAll(() => hub.close());

test('an instance is started once, however often and under how many keys it is asked for', async () => {
  const running = await openProcess(hub.database.pool, chart, model);
  const asked = { about: 'so~crm~1', data: { urgent: true } };
  const answers = await Promise.all(['a', 'a', 'a', 'b'].map((once) => start(once, asked)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  await hub.database.pool.query(`update subscription set holder = 'test'`);
  await advance(
    { pool: hub.database.pool, holder: { id: 'test' } },
    running,
    await readPosition(hub.database.pool, running.id),
  );
  const { body } = await hub.ask('GET', '/process/v1/fulfilment/so~crm~1');
  expect(body).toMatchObject({ state: 'picking', context: { urgent: true }, history: [{ n: 1 }] });
  await start('c', asked);
  const { rows } = await hub.database.pool.query(
    `select count(*)::int as n from ledger where type = 'decision.salesOrder.start' and id like '%c'`,
  );
  expect(rows).toEqual([{ n: 0 }]);
});

test('an instance is found by the number of its document, as the system of origin writes it', async () => {
  const { body } = await hub.ask('GET', '/process/v1/fulfilment?key=crm:1');
  expect(body.instances.map(({ about }: { about: string }) => about)).toEqual(['so~crm~1']);
  expect((await hub.ask('GET', '/process/v1/fulfilment?key=crm:2')).body.total).toBe(0);
});

test.each([
  ['a thing the hub does not know', 'd', { about: 'so~crm~9' }, 404, 'There is no salesOrder so~crm~9.'],
  ['a thing the chart does not start with', 'e', { about: 'so~crm~2' }, 400, 'does not start with so~crm~2'],
  ['another start under the same key', 'a', { about: 'so~crm~1' }, 400, 'with another start before'],
  ['a word it does not know', 'f', { about: 'so~crm~1', dta: {} }, 400, 'dta'],
  ['no Idempotency-Key', undefined, { about: 'so~crm~1' }, 400, 'idempotency-key'],
])('%s is refused as a problem', async (_name, once, body, status, words) => {
  const answer = await start(once, body);
  expect([answer.status, answer.body.detail]).toEqual([status, expect.stringContaining(words)]);
});

async function start(once: string | undefined, body: object) {
  const headers = { authorization: `Bearer ${hub.key}`, ...(once && { 'idempotency-key': once }) };
  const answer = await hub.app.inject({
    method: 'POST',
    url: '/process/v1/fulfilment',
    headers,
    payload: body,
  });
  return { status: answer.statusCode, body: answer.json() };
}
