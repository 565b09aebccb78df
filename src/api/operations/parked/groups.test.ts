import { afterAll, beforeAll, expect, test } from 'vitest';
import { createScene } from '../../../observability/journey.testing.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
});
afterAll(() => hub.close());

async function total(
  key: string,
  localKey: string,
  amount: string | undefined,
  currency = 'EUR',
): Promise<void> {
  const { pool } = hub.database;
  await pool.query(
    `insert into record (entity, key, version, changed_at, data) values ('salesOrder', $1, 1, now(), $2)`,
    [key, JSON.stringify(amount === undefined ? {} : { total: { amount, currency } })],
  );
  await pool.query(
    `insert into observation (system, entity, local_key, key) values ('crm', 'salesOrder', $1, $2)`,
    [localKey, key],
  );
}

async function hold(entity: string, value: string, messages: [id: string, key?: string][]): Promise<void> {
  const scene = createScene(hub.database.pool);
  const unknown = problem('code-unknown', 'map', `"${value}" has no translation`, { list: 'unit', value });
  const keys = new Set<string>();
  for (const [messageId, key] of messages) {
    const state = key !== undefined && keys.has(key) ? 'held-behind' : 'parked';
    if (key !== undefined) keys.add(key);
    const message = { messageId, raw: '{}', document: {}, problem: unknown, position: 0, attempts: 1 };
    await scene.hold('in', `crm/${entity}s`, entity, {
      ...message,
      state,
      ...(key !== undefined && { key }),
    });
  }
}

test('groups say how many sales orders wait, several messages of one counted once, and come by that or by age when asked', async () => {
  await hold('salesOrder', 'BX', [['1', '4711'], ['2', '4711'], ['3'], ['4', '4712']]);
  await hold('salesOrder', 'BX', [['5', '4712']]);
  await hold('item', 'QX', [['1'], ['2'], ['3'], ['4'], ['5']]);
  const groups = async (query = '') => {
    const { body } = await hub.ask('GET', `/operations/v1/parked/groups${query}`);
    return body.groups.map(({ title, count, behind, orders }: Record<string, unknown>) => [
      title,
      count,
      behind,
      orders,
    ]);
  };
  const orders = ["unit 'BX' of crm has no translation", 4, 1, 3];
  const items = ["unit 'QX' of crm has no translation", 5, 0, 0];
  expect(await groups()).toEqual([items, orders]);
  expect(await groups('?first=orders')).toEqual([orders, items]);
  expect(await groups('?first=oldest')).toEqual([orders, items]);
});

test('what waits is worth the totals of its orders, each order once, in each currency by itself, and the rest is told as unknown', async () => {
  await total('so~crm~1', 'A1', '1999999999.10');
  await total('so~crm~2', 'A2', '0.20');
  await total('so~crm~3', 'A3', '70', 'USD');
  await total('so~crm~4', 'A4', undefined);
  await hold('salesOrder', 'ZZ', [
    ['21', 'A1'],
    ['22', 'A1'],
    ['23', 'A2'],
    ['24', 'A3'],
    ['25', 'A4'],
    ['26'],
  ]);
  await hold('salesOrder', 'ZZ', [['27', 'A1']]);
  await createScene(hub.database.pool).hold('out', 'na-erp/orders', 'salesOrder', {
    ...{ key: 'so~crm~3', position: 9, attempts: 1, state: 'parked' },
    problem: problem('target-rejected', 'send', 'no'),
  });
  const { body } = await hub.ask('GET', '/operations/v1/parked/groups?entity=salesOrder');
  const of = (title: RegExp) => body.groups.find((each: { title: string }) => title.test(each.title));
  expect(of(/'ZZ'/)).toMatchObject({
    orders: 5,
    worth: [
      { amount: '1999999999.3', currency: 'EUR' },
      { amount: '70', currency: 'USD' },
    ],
    unvalued: 2,
  });
  expect(of(/na-erp/)).toMatchObject({ orders: 1, worth: [{ amount: '70', currency: 'USD' }], unvalued: 0 });
});

test('of more causes than are asked for the largest are told, and how many there are in all', async () => {
  for (const [value, count] of [
    ['L1', 6],
    ['L2', 8],
    ['L3', 7],
  ] as const)
    await hold(
      'bom',
      value,
      Array.from({ length: count }, (_, n): [string] => [`${value}-${n}`]),
    );
  const { body } = await hub.ask('GET', '/operations/v1/parked/groups?entity=bom&limit=2');
  expect(body.groups.map(({ count }: { count: number }) => count)).toEqual([8, 7]);
  expect(body.total).toEqual({ groups: 3, messages: 21 });
});
