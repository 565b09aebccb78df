import { afterAll, beforeAll, expect, test } from 'vitest';
import { createScene } from '../../../observability/journey.testing.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
});
afterAll(() => hub.close());

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
