import { afterAll, beforeAll, expect, test } from 'vitest';
import { batchOf, openInlet, testLine } from '../../../../test/line.ts';
import { takeIn } from '../../../inbound.ts';
import { compileQualityRules } from '../../../mapping/qualityRules.ts';
import { order } from '../../../observability/journey.testing.ts';
import { northfield } from '../../../observability/northfield.testing.ts';
import { loadModel } from '../../../quality/loadModel.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

const rule = { entity: 'salesOrder', severity: 'warn', file: 'quality/orders.yaml', line: 1 } as const;
const quality = [
  { ...rule, id: 'has-terms', expect: '$exists(paymentTerms)', message: 'an order says when it is paid' },
  { ...rule, id: 'has-site', expect: '$exists(site)', message: 'an order names its site' },
];
const centralized = {
  model: 'centralized',
  authority: 'crm',
  entities: ['salesOrder'],
  file: 'enterprise.yaml',
  line: 13,
} as const;

let hub: TestServer;
beforeAll(async () => {
  const model = await loadModel();
  let told = async () => {};
  hub = await testServer({
    landscape: { ...northfield(), quality },
    compile: async (pool, references) => {
      const line = { ...testLine(pool), references };
      const map = '$merge([$, { "currency": $code("currency", currency) }])';
      const rules = [{ ...centralized, entities: [...centralized.entities] }];
      const inlet = await openInlet(line, {
        system: 'crm',
        name: 'orders',
        entity: 'salesOrder',
        map,
        rules,
      });
      inlet.quality = compileQualityRules(quality, model).get('salesOrder')!;
      told = async () => void (await takeIn(line, inlet, batchOf(order('4711'))));
      return { matchers: new Map(), inlets: [inlet], outlets: [] };
    },
  });
  await told();
});
afterAll(() => hub.close());

const ask = (position: number) => hub.ask('GET', `/operations/v1/checks?position=${position}`);

test('of a message it is said how codes were translated, which rules it broke, and what its word is worth', async () => {
  const { body } = await ask(1);
  expect(body).toMatchObject({
    interface: 'crm/orders',
    translations: [{ list: 'currency', value: 'USD', canonical: 'USD' }],
    authorised: { verdict: 'counts', model: 'centralized', authority: 'crm', rule: 'enterprise.yaml:13' },
  });
  expect(body.rules).toEqual(
    expect.arrayContaining([
      { rule: 'has-terms', says: 'an order says when it is paid', broken: true },
      { rule: 'has-site', says: 'an order names its site', broken: false },
    ]),
  );
  expect(body.findings).toMatchObject([{ severity: 'warns', problem: { rule: 'has-terms' } }]);
});

test('what no message told, and whose document is no longer kept, is not found', async () => {
  expect((await ask(9)).status).toBe(404);
  await hub.database.pool.query('update batch set documents = null');
  expect(await ask(1)).toMatchObject({ status: 404, body: { code: 'not-found' } });
});
