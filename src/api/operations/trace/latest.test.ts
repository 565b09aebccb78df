import { afterAll, beforeAll, expect, test } from 'vitest';
import { createScene, movement, order, productionOrder } from '../../../observability/journey.testing.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
});
afterAll(() => hub.close());

test('the documents that were told of last come first, each once, at most five of an entity; facts are left out', async () => {
  const scene = createScene(hub.database.pool);
  for (const number of ['1', '2', '3', '4', '5', '6'])
    await scene.say('crm/orders', 'salesOrder', order(number));
  await scene.say('na-erp/production', 'productionOrder', productionOrder('M1', '1'));
  await scene.say('na-erp/movements', 'inventoryMovement', movement('7'));
  await scene.say('crm/orders', 'salesOrder', { ...order('2'), status: 'confirmed' });
  const { body } = await hub.ask('GET', '/operations/v1/latest');
  expect(body.entities).toMatchObject([
    {
      entity: 'salesOrder',
      documents: ['2', '6', '5', '4', '3'].map((number) => ({ key: `so~crm~${number}`, system: 'crm' })),
    },
    { entity: 'productionOrder', documents: [{ key: 'pro~na-erp~M1', system: 'na-erp' }] },
  ]);
});
