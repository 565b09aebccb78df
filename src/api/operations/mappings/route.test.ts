import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInlet, testLine } from '../../../../test/line.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer({
    compile: async (pool, references) => {
      const items = await openInlet(
        { ...testLine(pool), references },
        {
          system: 'na-erp',
          name: 'items',
          entity: 'item',
          map: '{ "localKey": no, "number": no, "names": { "en": name & " " & size } }',
        },
      );
      return { matchers: new Map(), inlets: [items], outlets: [] };
    },
  });
});
afterAll(() => hub.close());

const ask = (id: string) => hub.ask('GET', `/operations/v1/mappings?interface=${encodeURIComponent(id)}`);

test('a mapping says which source fields each attribute is made from', async () => {
  const { body } = await ask('na-erp/items');
  expect(body.lineage).toEqual(
    expect.arrayContaining([
      { target: 'number', sources: ['no'] },
      { target: 'names.en', sources: ['name', 'size'] },
    ]),
  );
});

test('what is no interface has no mapping to be asked for', async () => {
  expect(await ask('na-erp/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
});
