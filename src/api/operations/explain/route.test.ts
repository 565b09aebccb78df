import { afterAll, beforeAll, expect, test } from 'vitest';
import { thingText } from '../../../cli/explain/thing.ts';
import { colorsFor } from '../../../cli/output.ts';
import { createScene, order } from '../../../observability/journey.testing.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  const rule = { model: 'centralized', authority: 'crm' } as const;
  hub = await testServer({
    connectivity: [
      { ...rule, entities: ['salesOrder'], file: 'enterprise.yaml', line: 13 },
      { model: 'event-driven', entities: ['productionOrder'], file: 'enterprise.yaml', line: 14 },
    ],
  });
  const { pool } = hub.database;
  await createScene(pool).say('crm/orders', 'salesOrder', order('4711'));
  await pool.query(
    `insert into observation (system, entity, local_key, key, view, batch)
     select 'na-erp', entity, 'SO-1', key, jsonb_set(view::jsonb, '{status}', '"blocked"')::json, batch from observation where system = 'crm'`,
  );
});
afterAll(() => hub.close());

const explain = (path: string) => hub.ask('GET', `/operations/v1/explain/${path}`);

test('one thing is explained: the rule that holds for it, who tells and is told it, and who says what of each attribute', async () => {
  const { body } = await explain('salesOrder/so~crm~4711');
  expect(body).toMatchObject({
    localKeys: [
      { system: 'crm', localKey: '4711' },
      { system: 'na-erp', localKey: 'SO-1' },
    ],
    wiring: { model: 'centralized', authority: 'crm', rule: 'enterprise.yaml:13' },
    requests: 0,
  });
  const status = body.attributes.find((each: { pointer: string }) => each.pointer === '/status');
  expect(status).toEqual({
    pointer: '/status',
    value: 'open',
    saidBy: ['crm'],
    otherwise: [{ system: 'na-erp', value: 'blocked' }],
  });
  const text = thingText(body, colorsFor({ write: () => {} }, {}));
  expect(text).toContain('known as crm:4711, na-erp:SO-1');
  expect(text).toMatch(/centralized, crm decides {2}enterprise\.yaml:13/);
  expect(text).toMatch(/\/status +"open" {2}crm; na-erp says "blocked"/);
});

test('of one thing it is said who is told of it as it stands, and whom its site leaves out', async () => {
  const told: Record<string, string> = {
    chicago: 'is not told: it gets this, only at detroit',
    detroit: 'is told, only at detroit',
  };
  for (const [site, words] of Object.entries(told)) {
    await hub.database.pool.query(
      `insert into record (entity, key, version, data, changed_at) values ('productionOrder', $1, 1, $2, now())`,
      [`pro~na-erp~${site}`, { site }],
    );
    const { body } = await explain(`productionOrder/pro~na-erp~${site}`);
    const text = thingText(body, colorsFor({ write: () => {} }, {}));
    expect(text).toMatch(new RegExp(`mes/production +${words} {2}`));
  }
});

test('a local key will do where only one thing has it', async () => {
  expect((await explain('salesOrder/SO-1')).body.key).toBe('so~crm~4711');
  expect((await explain('salesOrder/crm:4711')).body.key).toBe('so~crm~4711');
  expect(await explain('salesOrder/4712')).toMatchObject({ status: 404 });
});
