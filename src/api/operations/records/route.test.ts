import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { confirmation, createScene, order } from '../../../observability/journey.testing.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
  const scene = createScene(hub.database.pool);
  await scene.say('crm/orders', 'salesOrder', order('4711'));
  await scene.say('mes/confirmations', 'productionConfirmation', confirmation('c/1', '100'));
});
afterAll(() => hub.close());

const record = (path: string) => hub.ask('GET', `/operations/v1/records/${path}`);

describe('a record', () => {
  test('is found by canonical key and by the key of a system, with what each system says', async () => {
    const { body } = await record('salesOrder/so~crm~4711');
    expect(body).toMatchObject({
      version: 1,
      called: '4711',
      record: { number: '4711', status: 'open' },
      observations: [{ system: 'crm', localKey: '4711', view: { number: '4711' } }],
    });
    expect((await record('salesOrder/crm:4711')).body).toEqual(body);
  });

  test('a fact is found by its id and by its native one', async () => {
    expect((await record('productionConfirmation/mes~c_2f1')).body).toMatchObject({
      key: 'mes~c_2f1',
      record: { operationNo: '10' },
    });
    expect(await record(`productionConfirmation/${encodeURIComponent('mes:c/1')}`)).toMatchObject({
      status: 200,
    });
  });

  test('what is not there is answered 404, a misspelt entity with the one meant', async () => {
    expect(await record('salesOrder/so~crm~1')).toMatchObject({ status: 404 });
    expect(await record('salesOrder/wms:4711')).toMatchObject({ status: 404 });
    expect(await record('salesOrdr/so~crm~4711')).toMatchObject({
      status: 404,
      body: { advice: 'Did you mean salesOrder?' },
    });
  });
});
