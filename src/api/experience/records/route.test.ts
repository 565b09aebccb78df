import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createScene, order, productionOrder, type Scene } from '../../../observability/journey.testing.ts';
import { followNow } from '../../../register/register.testing.ts';
import { createKey } from '../../access.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

const ITEM = 'itm_01JN7QAAAAAAAAAAAAAAAAAAAA';

let hub: TestServer;
let scene: Scene;
beforeAll(async () => {
  hub = await testServer();
  scene = createScene(hub.database.pool);
  // What was there before the register, and what came after.
  await scene.say('crm/orders', 'salesOrder', { ...order('4711'), requested: '2026-03-12' });
  await followNow(hub.database.pool);
  await scene.say(
    'crm/orders',
    'salesOrder',
    { ...order('4712'), requested: '2026-03-11', customerOrderNumber: 'PO-77/b Ångström' },
    { ...order('4713', 'closed'), requested: '2026-03-01' },
    { ...order('5000'), site: 'detroit', requested: null },
  );
  await scene.say('na-erp/production', 'productionOrder', productionOrder('P1', '4711'));
  await followNow(hub.database.pool);
});
afterAll(() => hub.close());

const list = async (query = '', entity = 'salesOrder') =>
  hub.ask('GET', `/experience/v1/records/${entity}?${query}`);

async function numbers(query = ''): Promise<string[]> {
  const { body } = await list(query);
  return body.records.map(({ record }: { record: { number: string } }) => record.number);
}

describe('records, listed', () => {
  test('come by their keys, with what the enterprise holds to be true, and how far the register is', async () => {
    const { body } = await list();
    expect(body.records.map(({ key }: { key: string }) => key)).toEqual(
      ['4711', '4712', '4713', '5000'].map((number) => `so~crm~${number}`),
    );
    expect(body.records[0]).toMatchObject({
      label: '4711',
      version: 1,
      day: '2026-03-12',
      record: { site: 'chicago' },
    });
    expect(body.register).toEqual({ behind: 0, complete: true });
    await scene.say('crm/orders', 'salesOrder', order('6000'));
    expect((await list()).body).toMatchObject({ register: { behind: 1 } });
  });

  test('are narrowed by site, state, item and words, all of which hold', async () => {
    expect(await numbers('site=detroit')).toEqual(['5000']);
    expect(await numbers('state=closed')).toEqual(['4713']);
    expect(await numbers('state=closed&state=open&site=chicago')).toEqual(['4711', '4712', '4713']);
    expect(await numbers(`item=${ITEM}&site=detroit`)).toEqual(['5000']);
    expect(await numbers('item=itm_x')).toEqual([]);
    expect(await numbers('text=47')).toEqual(['4711', '4712', '4713']);
    expect(await numbers(`text=${encodeURIComponent('ångs po-77')}`)).toEqual(['4712']);
    expect(await numbers(`text=${encodeURIComponent('77')}`)).toEqual(['4712']);
    expect(await numbers(`text=${encodeURIComponent("' | \\ & !")}`)).toEqual([]);
    expect((await list('state=planned', 'productionOrder')).body.records).toHaveLength(1);
  });

  test('open ones come by the day on which they are wanted, those without a day last', async () => {
    expect(await numbers('open=true&text=4')).toEqual(['4712', '4711']);
    expect(await numbers('open=true&before=2026-03-12')).toEqual(['4712']);
    const { body } = await list('open=true');
    expect(body.records.at(-1)).not.toHaveProperty('day');
  });

  test('pages follow each other without a gap, in either order', async () => {
    for (const query of ['', 'open=true']) {
      const whole = await numbers(query);
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await list(`${query}&limit=1${cursor}`);
        seen.push(...body.records.map(({ record }: { record: { number: string } }) => record.number));
        cursor = body.next === undefined ? '' : `&cursor=${body.next}`;
      } while (cursor !== '');
      expect(seen).toEqual(whole);
    }
    expect(await list('cursor=bm9uc2Vuc2U')).toMatchObject({
      status: 400,
      body: { code: 'request-invalid' },
    });
  });

  test('what changes leads from one list to another, and what was merged is in none', async () => {
    await scene.say('crm/orders', 'salesOrder', { ...order('7000'), requested: '2026-02-28' });
    await followNow(hub.database.pool);
    expect(await numbers('open=true&text=7000')).toEqual(['7000']);
    await scene.say('crm/orders', 'salesOrder', { ...order('7000', 'closed'), requested: '2026-02-28' });
    await followNow(hub.database.pool);
    expect(await numbers('open=true&text=7000')).toEqual([]);
    expect(await numbers('state=closed&text=7000')).toEqual(['7000']);
    await hub.database.pool.query(
      `update record set data = (data::jsonb || '{"mergedInto": "so~crm~4711"}')::json where key = 'so~crm~7000'`,
    );
    await hub.database.pool.query(`update register_progress set position = 0`);
    await followNow(hub.database.pool);
    expect(await numbers('text=7000')).toEqual([]);
  });

  test('an unknown entity is refused with the one meant, and facts with where they are', async () => {
    expect(await list('', 'salesOrdr')).toMatchObject({
      status: 404,
      body: { advice: 'Did you mean salesOrder?' },
    });
    expect(await list('', 'inventoryMovement')).toMatchObject({
      status: 400,
      body: { advice: expect.stringContaining('/operations/v1/events?entity=inventoryMovement') },
    });
  });

  test('are read by whoever has a key, also one for some sites, and by nobody else', async () => {
    const key = await createKey(hub.database.pool, 'admin', {
      actor: 'shift',
      role: 'viewer',
      sites: ['detroit'],
    });
    const url = '/experience/v1/records/salesOrder';
    const answer = await hub.app.inject({ url, headers: { authorization: `Bearer ${key}` } });
    expect([answer.statusCode, (await hub.app.inject(url)).statusCode]).toEqual([200, 401]);
  });
});

describe('as CSV', () => {
  test('all that are meant come as one file, with a column for each attribute', async () => {
    const answer = await exported('text=4712&limit=1');
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringContaining('text/csv'),
      'content-disposition': 'attachment; filename="salesOrder.csv"',
    });
    const rows: Record<string, string>[] = parse(answer.body, { columns: true, bom: true });
    expect(rows).toMatchObject([{ key: 'so~crm~4712', number: '4712', site: 'chicago', version: '1' }]);
    expect(JSON.parse(rows[0]!['lines']!)).toMatchObject([{ lineNo: '10' }]);
  });

  test('what a spreadsheet would take for a formula stays text', async () => {
    await scene.say('crm/orders', 'salesOrder', { ...order('8000'), customerOrderNumber: '=1+1' });
    await followNow(hub.database.pool);
    expect((await exported('text=8000')).body).toContain(",'=1+1,");
  });

  test('no order is left out of an export of several pages', async () => {
    const many = Array.from({ length: 1005 }, (_, n) => order(`9${String(n).padStart(4, '0')}`));
    await scene.say('crm/orders', 'salesOrder', ...many);
    await followNow(hub.database.pool);
    const rows: Record<string, string>[] = parse((await exported('open=true&text=9')).body, {
      columns: true,
      bom: true,
    });
    expect(new Set(rows.map(({ number }) => number)).size).toBe(1005);
  });

  function exported(query: string) {
    const headers = { authorization: `Bearer ${hub.key}` };
    return hub.app.inject({ url: `/experience/v1/records/salesOrder?format=csv&${query}`, headers });
  }
});
