import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOutlet, testLine } from '../../../../test/line.ts';
import type { Delivery, Sink } from '../../../connectors/connector.ts';
import type { InboundLine } from '../../../inbound.ts';
import { compileMapping } from '../../../mapping/compile.ts';
import { createScene, order } from '../../../observability/journey.testing.ts';
import type { Outlet } from '../../../outbound/outlet.ts';
import { deliverNext } from '../../../outbound.ts';
import { loadModel } from '../../../quality/loadModel.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let line: InboundLine;
let orders: Outlet;
const sent: Delivery[] = [];
const sink: Sink = {
  bulk: 100,
  send: async (deliveries) => {
    sent.push(...deliveries);
    return deliveries.map(() => ({ outcome: 'delivered' }));
  },
};

beforeAll(async () => {
  hub = await testServer({
    compile: async (pool, references) => {
      line = { ...testLine(pool), references };
      const map = '{ "VBELN": record.number, "STATE": record.status }';
      orders = await openOutlet(line, { system: 'na-erp', name: 'orders', entity: 'salesOrder', map, sink });
      return { matchers: new Map(), inlets: [], outlets: [orders] };
    },
  });
  await createScene(hub.database.pool).say('crm/orders', 'salesOrder', order('4711'));
  await deliverNext(line, orders, 0, new AbortController().signal);
});
afterAll(() => hub.close());

const delivered = async (more = '') => {
  const { body } = await hub.ask('GET', `/operations/v1/trace?key=4711${more}`);
  return body.journeys[0].steps.filter(({ kind }: { kind: string }) => kind === 'delivered');
};

test('a delivery says whether the very same document would be sent today, when that is asked, and after the mapping has changed that it would not', async () => {
  expect(sent).toHaveLength(1);
  const [asked] = await delivered();
  expect(asked.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(asked).not.toHaveProperty('same');
  const outgoing = `/operations/v1/outgoing?interface=na-erp%2Forders&position=${asked.position}`;
  expect((await hub.ask('GET', outgoing)).body).toMatchObject({ sha256: asked.sha256 });
  expect(await delivered('&compare=true')).toMatchObject([{ same: true }]);
  const mapping = compileMapping(
    '/orders.out.jsonata',
    '{ "STATE": record.status, "VBELN": record.number }',
    await loadModel(),
  );
  Object.assign(orders, { mapping });
  expect(await delivered('&compare=true')).toMatchObject([{ same: false, sha256: asked.sha256 }]);
});

test('of a delivery whose digest is not kept nothing is said', async () => {
  await hub.database.pool.query('update receipt set digests = null');
  const [asked] = await delivered('&compare=true');
  expect(asked).not.toHaveProperty('sha256');
  expect(asked).not.toHaveProperty('same');
});
