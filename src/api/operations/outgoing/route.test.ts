import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOutlet, testLine } from '../../../../test/line.ts';
import type { Sink } from '../../../connectors/connector.ts';
import { createScene, order } from '../../../observability/journey.testing.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer({
    compile: async (pool, references) => {
      const line = { ...testLine(pool), references };
      const heard = { system: 'na-erp', entity: 'salesOrder', sink: {} as Sink };
      const outlets = [
        await openOutlet(line, {
          ...heard,
          name: 'orders',
          map: '{ "VBELN": record.number, "KEY": localKey }',
        }),
        await openOutlet(line, { ...heard, name: 'urgent', map: 'record.priority = "1" ? record' }),
        await openOutlet(line, {
          ...heard,
          name: 'items',
          map: '{ "MATNR": $xref("item", record.lines[0].item.item) }',
        }),
      ];
      return { matchers: new Map(), inlets: [], outlets };
    },
  });
  await createScene(hub.database.pool).say('crm/orders', 'salesOrder', order('4711'));
});
afterAll(() => hub.close());

const ask = (id: string, position = 1) =>
  hub.ask('GET', `/operations/v1/outgoing?interface=${encodeURIComponent(id)}&position=${position}`);

test('what goes to a target of an entry is shown beside what its mapping is run on, with the lineage between them', async () => {
  const { body } = await ask('na-erp/orders');
  expect(body).toMatchObject({
    source: { key: 'so~crm~4711', record: { number: '4711' } },
    document: { VBELN: '4711' },
  });
  const { body: mapping } = await hub.ask('GET', '/operations/v1/mappings?interface=na-erp%2Forders');
  expect(mapping.lineage).toContainEqual({ target: 'VBELN', sources: ['record.number'] });
});

test('what the mapping leaves out has no document, and what lacks a reference says which', async () => {
  const left = (await ask('na-erp/urgent')).body;
  expect(left.document ?? left.problem).toBeUndefined();
  expect((await ask('na-erp/items')).body.problem).toMatchObject({
    code: 'reference-unknown',
    awaits: expect.stringMatching(/^item na-erp itm_/),
  });
});

test('an entry that is none for the target is not found', async () => {
  expect((await ask('na-erp/orders', 7)).status).toBe(404);
  expect((await ask('crm/milestones')).status).toBe(404);
});
