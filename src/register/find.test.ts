import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { type Found, findRecords, type Place, type Wanted } from './find.ts';
import { pageOf, type Way } from './page.ts';

/** More than a page looks through to be found in passing. */
const OTHERS = 400;
const LAST = ['O0500', 'O0501', 'O0502', 'O0503'];

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const { pool } = database;
  await pool.query(
    `insert into record (entity, key, version, changed_at, data) select 'salesOrder', 'so~crm~O' || lpad(n::text, 4, '0'), 1, now(), '{}'
     from (select generate_series(1, ${OTHERS}) union all select generate_series(500, 503)) as numbers (n)`,
  );
  // Those that come last by their keys are wanted last, too.
  await pool.query(
    `insert into register (entity, key, label, site, state, open, day, terms)
     select entity, key, substr(key, 8), case when key > 'so~crm~O05' then 'late-site' else 'site' end, 'open', true,
       to_char(date '2026-01-01' + substr(key, 9)::int, 'YYYY-MM-DD'), array_to_tsvector(array[lower(substr(key, 8)), 'acme'])
     from record`,
  );
});
afterAll(() => database.drop());

const labels = (found: readonly Found[]) => found.map(({ label }) => label);
const orders = (wanted: Omit<Wanted, 'entity'>): Wanted => ({ entity: 'salesOrder', ...wanted });

describe('by words', () => {
  test.each<[string, Omit<Wanted, 'entity'>]>([
    ['by their keys', {}],
    ['by their day', { open: true }],
    ['at one site', { site: 'late-site' }],
  ])('what lies behind many that have them not is found, page by page, %s', async (_, narrowed) => {
    const wanted = orders({ text: 'o05', ...narrowed });
    const pages: string[][] = [];
    let after: Place | undefined;
    do {
      const page = await findRecords(database.pool, wanted, after, 3);
      pages.push(labels(page));
      after = page.at(-1);
    } while (after);
    expect(pages).toEqual([LAST.slice(0, 3), LAST.slice(3), []]);
  });

  test('what many have comes from where the page begins', async () => {
    const page = await findRecords(database.pool, orders({ text: 'acme' }), undefined, 2);
    expect(labels(page)).toEqual(['O0001', 'O0002']);
  });

  test('to gather and to look one by one to the end find the same', async () => {
    const found = await Promise.all((['gathered', 'far'] as const).map(keysBy));
    expect(found[0]).toEqual(found[1]);
    expect(found[0]).toEqual(LAST.slice(0, 3).map((label) => `so~crm~${label}`));
  });
});

test('what names an item that was merged is found by the survivor and by its own key, until they are parted', async () => {
  const { pool } = database;
  const named = (label: string, item: string) =>
    pool.query(
      `update register set terms = terms || array_to_tsvector(array['@' || $2::text]) where label = $1`,
      [label, item],
    );
  await named('O0001', 'itm_A');
  await named('O0002', 'itm_B');
  await named('O0003', 'itm_C');
  const by = async (item: string) => labels(await findRecords(pool, orders({ item }), undefined, 5));
  await pool.query(`insert into merged_key (key, root) values ('itm_B', 'itm_A')`);
  expect(await by('itm_A')).toEqual(['O0001', 'O0002']);
  expect(await by('itm_B')).toEqual(['O0001', 'O0002']);
  expect(await by('itm_C')).toEqual(['O0003']);
  await pool.query('delete from merged_key');
  expect(await by('itm_A')).toEqual(['O0001']);
  expect(await by('itm_B')).toEqual(['O0002']);
});

async function keysBy(way: Way): Promise<string[]> {
  const page = { conditions: [`g.entity = 'salesOrder'`], order: 'g.key', limit: 3 };
  const { rows } = await database.pool.query<{ key: string }>(pageOf(page, { terms: '$1', way }), [
    `'o05':*`,
  ]);
  return rows.map(({ key }) => key);
}
