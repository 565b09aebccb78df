import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { withCalled } from './called.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('a master is called by its number and name, what goes by an item by that and the site, and a document by its key alone', async () => {
  await record('item', 'itm_1', { number: '4711', names: { en: 'Ball valve' } });
  await record('bom', 'bom~itm_1~ulm~1', { item: { item: 'itm_1' }, site: 'ulm' });
  await record('productionOrder', 'pro~erp~77', { number: '77', item: { item: 'itm_1' }, site: 'ulm' });
  const things = [
    { entity: 'item', key: 'itm_1' },
    { entity: 'bom', key: 'bom~itm_1~ulm~1' },
    { entity: 'productionOrder', key: 'pro~erp~77' },
    { entity: 'item', key: 'itm_gone' },
  ];
  expect((await withCalled(database.pool, things)).map(({ called }) => called)).toEqual([
    '4711 · Ball valve',
    '4711 · Ball valve at ulm',
    undefined,
    undefined,
  ]);
});

async function record(entity: string, key: string, data: object): Promise<void> {
  await database.pool.query(
    'insert into record (entity, key, version, changed_at, data) values ($1, $2, 1, now(), $3)',
    [entity, key, JSON.stringify(data)],
  );
}
