import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createScene, order, productionOrder, type Scene } from '../../observability/journey.testing.ts';
import { followNow } from '../../register/register.testing.ts';
import { problem } from '../../vocabulary/problem.ts';
import { type TestServer, testServer } from '../server.testing.ts';

const LATER = '2999-01-01';

let hub: TestServer;
let scene: Scene;
const items = new Map<string, string>();

beforeAll(async () => {
  const rule = {
    model: 'event-driven' as const,
    entities: ['inventoryPosition'],
    file: 'enterprise.yaml',
    line: 1,
  };
  hub = await testServer({ connectivity: [{ ...rule, maxStaleness: 120_000 }] });
  scene = createScene(hub.database.pool);
  await scene.say('na-erp/items', 'item', item('P-200', 'Valve'), item('P-100', 'Pump'));
  const { rows } = await hub.database.pool.query(
    `select local_key, key from observation where entity = 'item'`,
  );
  for (const { local_key, key } of rows) items.set(local_key, key);
  await scene.say(
    'mes/stock',
    'inventoryPosition',
    position('P-100', 'detroit', '5'),
    position('P-100', 'detroit', '2.5', 'A2'),
    position('P-100', 'detroit', '7', 'A3', 'blocked'),
    position('P-100', 'chicago', '1'),
    position('P-200', 'chicago', '40'),
  );
  await scene.say(
    'crm/orders',
    'salesOrder',
    wanting('1', 'P-100', '3', '2026-03-10'),
    { ...wanting('2', 'P-200', '40', LATER), lines: [promised(line('P-200', '40', LATER), '2999-01-03')] },
    wanting('3', 'P-100', '3', LATER),
    { ...wanting('4', 'P-100', '3', LATER), status: 'closed' },
    { ...wanting('5', 'P-100', '8', LATER), lines: [line('P-100', '8', LATER, 'detroit')] },
  );
  await scene.say('na-erp/production', 'productionOrder', {
    ...productionOrder('M1', '1'),
    status: 'inProgress',
    item: { item: items.get('P-100')! },
    quantity: { value: '8', unit: 'EA' },
    yield: { value: '2', unit: 'EA' },
  });
  await scene.say('na-erp/shipments', 'shipment', shipment('S1', 'departed'), shipment('S2', 'delivered'));
  await followNow(hub.database.pool);
});
afterAll(() => hub.close());

const item = (number: string, name: string) => ({
  localKey: number,
  number,
  names: { en: name },
  status: 'active',
  itemType: 'finishedGood',
  baseUnit: 'EA',
});

const position = (
  of: string,
  site: string,
  value: string,
  location = 'A1',
  stockStatus = 'unrestricted',
) => ({
  localKey: `${of} ${site} ${location}`,
  item: { item: items.get(of)! },
  site,
  location,
  stockStatus,
  ownership: 'own',
  onHand: { value, unit: 'EA' },
  asOf: '2026-03-01T08:00:00.000Z',
  basis: 'snapshot',
});

const line = (of: string, value: string, requested: string, site?: string) => ({
  lineNo: '10',
  item: { item: items.get(of)! },
  quantity: { value, unit: 'EA' },
  requested,
  ...(site && { site }),
});

const promised = (line: object, date: string) => ({
  ...line,
  schedules: [{ no: '1', confirmed: { quantity: { value: '40', unit: 'EA' }, date } }],
});

const wanting = (number: string, of: string, value: string, requested: string) => ({
  ...order(number),
  requested,
  lines: [line(of, value, requested)],
});

const shipment = (number: string, status: string) => ({
  number,
  status,
  site: 'chicago',
  company: 'us01',
  documentDate: '2026-02-27',
  direction: 'outbound',
  kind: 'order',
  from: { site: 'chicago' },
  shipTo: { role: 'shipTo', party: 'cus_01JN7QAAAAAAAAAAAAAAAAAAAA' },
  planned: { ship: '2026-03-01', deliver: '2026-03-04' },
  tracking: '1Z999',
  lines: [
    {
      lineNo: '10',
      item: { item: items.get('P-100')! },
      quantity: { value: '1', unit: 'EA' },
      order: { entity: 'salesOrder', system: 'crm', number: '1' },
    },
  ],
});

const list = async (path: string) => (await hub.ask('GET', `/experience/v1/${path}`)).body;

async function sheet(path: string): Promise<Record<string, string>[]> {
  const headers = { authorization: `Bearer ${hub.key}` };
  const answer = await hub.app.inject({ url: `/experience/v1/${path}`, headers });
  return parse(answer.body, { columns: true, bom: true });
}

describe('stock', () => {
  test('is added up by item and site, by the number of the item; what is not free stands apart', async () => {
    const { rows, promising } = await list('stock');
    const told = rows.map(({ item, site, onHand, notFree }: never) => [
      item['number'],
      site,
      onHand,
      notFree,
    ]);
    expect(told).toEqual([
      ['P-100', 'chicago', '1', '0'],
      ['P-100', 'detroit', '7.5', '7'],
      ['P-200', 'chicago', '40', '0'],
    ]);
    expect(rows[0]).toMatchObject({ item: { name: 'Pump' }, unit: 'EA', ageSeconds: null, late: false });
    expect(promising).toBe(false);
  });

  test('is found by words of the item and by site, and pages follow each other', async () => {
    expect((await list('stock?text=valv')).rows).toMatchObject([{ item: { number: 'P-200' } }]);
    expect((await list('stock?site=detroit')).rows).toHaveLength(1);
    expect((await list('stock?text=nothing')).rows).toEqual([]);
    const first = await list('stock?limit=2');
    expect((await list(`stock?limit=2&cursor=${first.next}`)).rows).toMatchObject([
      { item: { number: 'P-200' } },
    ]);
  });

  test('is as old as who tells it is behind, and too old beyond what its rule allows', async () => {
    const behind = (seconds: number) =>
      hub.database.pool.query(
        `update source set watermark = now() - make_interval(secs => $1) where name = 'mes/stock'`,
        [seconds],
      );
    await behind(60);
    expect((await list('stock')).rows[0]).toMatchObject({ late: false, ageSeconds: expect.any(Number) });
    await behind(600);
    expect((await list('stock')).rows[0].late).toBe(true);
  });

  test('goes out as CSV in the words of the page', async () => {
    const rows = await sheet('stock?format=csv&limit=1');
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatchObject({
      item: 'P-100',
      name: 'Pump',
      site: 'detroit',
      'on hand': '7.5',
      'too old': 'yes',
    });
  });
});

describe('open orders', () => {
  const threats = async (query = '') => {
    const { rows } = await list(`orders?${query}`);
    return rows.map(({ number, threats: its }: never) => [
      number,
      (its as { kind: string }[]).map(({ kind }) => kind),
    ]);
  };

  test('say what threatens them: a day that is over, a promise for a later day, too little stock, stock told too long ago', async () => {
    await hub.database.pool.query(
      `update source set watermark = now() - interval '10 min' where name = 'mes/stock'`,
    );
    expect(await threats()).toEqual([
      ['1', ['late', 'short']],
      ['2', ['deferred', 'stale']],
      ['3', ['short']],
      ['5', ['short']],
    ]);
    const { rows, counts } = await list('orders');
    expect(rows[3].threats[0].says).toBe('8 EA of P-100 are wanted, 7.5 are free at detroit');
    expect(rows[1].threats[0].says).toBe('promised 2 days later than wanted');
    expect(rows[1].threats[1].says).toBe('the stock of chicago was told 10 min ago');
    expect(counts).toEqual({ open: 4, late: 1, states: { open: 4 }, capped: false });
  });

  test('and a message on it that waits, whichever way it goes', async () => {
    const rejected = problem('target-rejected', 'send', 'no such customer');
    const waits = { state: 'parked' as const, problem: rejected, attempts: 1 };
    await scene.hold('out', 'na-erp/orders', 'salesOrder', { ...waits, key: 'so~crm~3', position: 3 });
    await scene.hold('in', 'crm/orders', 'salesOrder', { ...waits, key: '5', position: 0 });
    await scene.hold('in', 'mes/orders', 'salesOrder', { ...waits, key: '2', position: 0 });
    const { rows } = await list('orders?threat=waiting');
    expect(rows.map(({ number }: { number: string }) => number)).toEqual(['3', '5']);
    expect(rows[0].threats[0]).toMatchObject({
      says: 'it waits on its way to na-erp: no such customer',
      parked: expect.any(Number),
    });
  });

  test('are narrowed by one threat, and pages of what is left follow each other', async () => {
    expect(await threats('late=true')).toHaveLength(1);
    expect(await threats('threat=short&site=detroit')).toEqual([]);
    const first = await list('orders?threat=short&limit=2');
    expect(first.rows).toHaveLength(2);
    const rest = await list(`orders?threat=short&limit=2&cursor=${first.next}`);
    expect([...first.rows, ...rest.rows].map(({ number }) => number)).toEqual(['1', '3', '5']);
    expect(rest).not.toHaveProperty('next');
    expect((await sheet('orders?threat=short&format=csv')).map(({ order }) => order)).toEqual([
      '1',
      '3',
      '5',
    ]);
  });

  test('what is promised is short only of what could not be promised', async () => {
    const answer = {
      said: [],
      lines: [{ line: '10', item: items.get('P-100'), unit: 'EA', parts: [], short: '2' }],
    };
    const promise = (id: string, demand: string, its: object) =>
      hub.database.pool.query(
        `insert into promise (id, fingerprint, demand, request, status, answer) values ($1, '', $2, '{}', 'confirmed', $3)`,
        [id, demand, JSON.stringify(its)],
      );
    await promise('a', 'so~crm~5', answer);
    await promise('b', 'so~crm~3', { said: [], lines: [] });
    const { rows } = await list('orders?threat=short');
    expect(rows.map(({ number }: { number: string }) => number)).toEqual(['1', '5']);
    expect(rows[1].threats.at(-1).says).toBe('2 EA of P-100 could not be promised');
  });
});

describe('production and shipments', () => {
  test('an order at work says how much of it is made, and when it is due', async () => {
    const { rows, counts } = await list('production');
    expect(rows).toMatchObject([
      {
        number: 'M1',
        site: 'detroit',
        state: 'inProgress',
        item: { number: 'P-100' },
        quantity: '8',
        made: '2',
        share: 0.25,
        late: true,
      },
    ]);
    expect(counts.states).toEqual({ inProgress: 1 });
    expect((await list('production?state=released')).rows).toEqual([]);
    expect(await sheet('production?format=csv')).toMatchObject([
      { order: 'M1', due: '2026-03-02', late: 'yes' },
    ]);
  });

  test('of shipments only those under way are there, with the orders they fulfil', async () => {
    const { rows } = await list('shipments');
    expect(rows).toMatchObject([
      { number: 'S1', state: 'departed', day: '2026-03-04', tracking: '1Z999', orders: ['1'] },
    ]);
    expect(await sheet('shipments?format=csv')).toMatchObject([
      { shipment: 'S1', from: 'chicago', orders: '1' },
    ]);
  });
});
