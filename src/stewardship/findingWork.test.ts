import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { foldCounts } from '../database/foldCounts.ts';
import { transaction } from '../database/transaction.ts';
import { problem } from '../vocabulary/problem.ts';
import { mendFindings, noteFindings } from './findings.ts';
import { acceptFindings, listFindings } from './findingWork.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const warning = (rule: string, detail: string) => ({
  severity: 'W' as const,
  problem: problem('rule-violated', 'check', detail, { rule }),
});

test('warnings are counted as they are found, mended, let stand and found anew, by cause and site, and one of a single thing names it', async () => {
  await say(
    'crm/items',
    ['1', 'detroit', 'no weight'],
    ['2', 'lyon', 'no weight'],
    ['3', 'lyon', 'no weight'],
  );
  await say('mes/items', ['9', 'detroit', 'no weight']);
  expect(await counted()).toEqual([
    ['crm/items: rule IT-02: no weight', 3, undefined, undefined],
    ['mes/items: rule IT-02: no weight', 1, 'detroit', 'itm_9'],
  ]);
  await say('crm/items', ['1', 'detroit']);
  expect(await counted({ system: 'crm' })).toEqual([
    ['crm/items: rule IT-02: no weight', 2, 'lyon', undefined],
  ]);
  expect(await counted({ key: 'itm_2' })).toEqual([['crm/items: rule IT-02: no weight', 1, 'lyon', 'itm_2']]);
  const [of] = await listFindings(database.pool, { system: 'crm' });
  await acceptFindings(database.pool, of!.id, { by: 'anna' }, async () => {});
  expect(await counted({ entity: 'item' })).toEqual([
    ['mes/items: rule IT-02: no weight', 1, 'detroit', 'itm_9'],
  ]);
  await say('crm/items', ['2', 'lyon', 'a weight of nothing']);
  await foldCounts(database.pool);
  expect((await counted()).map(([, count]) => count)).toEqual([1, 1]);
});

/** A source tells things; of one without a detail nothing is wrong. */
async function say(id: string, ...told: [number: string, site: string, detail?: string][]): Promise<void> {
  const teller = {
    interface: { id },
    entity: { entity: 'item', unique: [] },
    site: { code: 'chicago' },
  } as never;
  const checked = told.map(([number, site, detail]) => ({
    ...{ localKey: number, key: `itm_${number}`, record: { site }, shares: [] },
    warnings: detail === undefined ? [] : [warning('IT-02', detail)],
  }));
  await transaction(database.pool, async (connection) => {
    await mendFindings(connection, teller, checked);
    await noteFindings(connection, teller, checked);
  });
}

async function counted(filter = {}) {
  const found = await listFindings(database.pool, filter);
  return found.map(({ title, count, site, key }) => [title, count, site, key]);
}
