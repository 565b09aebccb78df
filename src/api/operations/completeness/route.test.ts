import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
});
afterAll(() => hub.close());

test('what has a key is measured anew when it is asked for, and told as it was measured last when that is enough', async () => {
  await item('itm_1');
  expect(await known('')).toBe(1);
  await item('itm_2');
  expect(await known('?kept=true')).toBe(1);
  expect(await known('')).toBe(2);
  expect(await known('?kept=true')).toBe(2);
});

async function item(key: string): Promise<void> {
  await hub.database.pool.query(
    `insert into record (entity, key, version, changed_at, data) values ('item', $1, 1, now(), '{}')`,
    [key],
  );
  await hub.database.pool.query(
    `insert into observation (system, entity, local_key, key) values ('na-erp', 'item', $1, $1)`,
    [key],
  );
}

async function known(query: string): Promise<number | undefined> {
  const { body } = await hub.ask('GET', `/operations/v1/completeness${query}`);
  return body.references.find(({ system }: { system: string }) => system === 'na-erp')?.known;
}
