import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { likelyCopies } from './copies.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

/** `A:2` is two of the item A. */
async function bill(item: string, parts: string, more: object = {}): Promise<void> {
  const components = parts.split(' ').map((part, i) => {
    const [component, value] = part.split(':');
    return { lineNo: String(i + 1), item: { item: component }, quantity: { value, unit: 'EA' } };
  });
  const data = { item: { item }, status: 'released', batch: { value: '1', unit: 'EA' }, components, ...more };
  await database.pool.query(
    `insert into record (entity, key, version, data, changed_at) values ('bom', $1, 1, $2, now())`,
    [`bom~${item}`, JSON.stringify(data)],
  );
}

test('of different items the bills with nearly the same components in the same quantities are named, whatever they are stated for', async () => {
  await bill('P1', 'A:1 B:2 C:4 D:1 E:1');
  await bill('P2', 'A:10 B:20 C:40 D:10 E:10', { batch: { value: '10', unit: 'EA' } });
  await bill('P3', 'A:1 B:2 C:4 D:1 F:1');
  await bill('P4', 'A:1 B:2 C:4 D:1 E:3');
  await bill('P5', 'A:1 B:2');
  await bill('P6', 'A:1 B:2');
  expect(await likelyCopies(database.pool, 10)).toEqual([
    {
      a: { key: 'bom~P1', item: 'P1', components: 5 },
      b: { key: 'bom~P2', item: 'P2', components: 5 },
      share: 1,
    },
  ]);
});

test('obsolete bills, those that were merged, and two revisions of one item are no copies', async () => {
  await bill('P1', 'A:1 B:2 C:4');
  await bill('P2', 'A:1 B:2 C:4', { status: 'obsolete' });
  await bill('P3', 'A:1 B:2 C:4', { mergedInto: 'bom~P1' });
  await bill('P1~2', 'A:1 B:2 C:4', { item: { item: 'P1' } });
  expect(await likelyCopies(database.pool, 10)).toEqual([]);
});
