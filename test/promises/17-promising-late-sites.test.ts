import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKey } from '../../src/api/access.ts';
import type { PromiseView } from '../../src/api/promising/contract.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, inDays, startHubProcess, until, writeLandscape } from '../process.ts';
import { openProxy, type TestProxy } from '../proxy.ts';

const SITES = ['detroit', 'toledo', 'stuttgart', 'columbus'];
const ITEM = 'itm_pump';

let database: TestDatabase;
let warehouse: TestDatabase;
let way: TestProxy;
let hub: HubProcess;
let key: string;
let asked = 0;

/** One warehouse system, reached over a line that can be cut, tells the stock of all sites but columbus, which has its own. */
beforeAll(async () => {
  [database, warehouse] = [await testDatabase(), await testDatabase()];
  await warehouse.pool.query('create table stock (seq int primary key, site text, quantity int)');
  await warehouse.pool.query(
    'insert into stock select n, site, 100 from unnest($1::text[]) with ordinality as s (site, n)',
    [SITES],
  );
  way = await openProxy(warehouse.url);
  hub = await startHubProcess(await warehouses(), database.url);
  key = (await createKey(database.pool, 'test', { actor: 'shop', role: 'operator' }))!;
  const { pool } = database;
  const told = async () => (await pool.query('select from promise_balance where supply = 100')).rows.length;
  await until(async () => (await told()) === SITES.length);
});
afterAll(async () => {
  await hub?.stop();
  await way?.close();
  await warehouse?.drop();
  await database?.drop();
});

test('17. a plant whose systems are cut off is left out, or keeps some back, or is less sure, as it is declared; the answer says so, and it is over when they are back', async () => {
  expect((await promiseOnce(({ said }) => said.length === 0)).short).toBeUndefined();

  await way.cut();
  const late = await promiseOnce(({ said, parts }) => said.length === 3 && parts['columbus']?.sure === true);
  expect(late.said.toSorted()).toEqual([
    expect.stringMatching(/^detroit left out: stock is \d+ s old, limit 3 s$/),
    expect.stringMatching(/^stuttgart is less sure: stock is \d+ s old, limit 3 s$/),
    expect.stringMatching(/^toledo keeps 50 % back: stock is \d+ s old, limit 3 s$/),
  ]);
  expect(late.parts).toMatchObject({
    toledo: { quantity: '50' },
    stuttgart: { quantity: '100', sure: false },
    columbus: { quantity: '100', sure: true },
  });
  expect(late.parts).not.toHaveProperty('detroit');
  expect(late.short).toBe('50');

  await way.pass();
  expect((await promiseOnce(({ said }) => said.length === 0)).short).toBeUndefined();
});

interface Answer {
  said: string[];
  short?: string;
  parts: Record<string, { quantity: string; sure: boolean }>;
}

/** What is promised once sites stand so. */
async function promiseOnce(stands: (answer: Answer) => boolean): Promise<Answer> {
  let answer: Answer | undefined;
  await until(async () => {
    answer = await promise(300);
    return stands(answer);
  });
  return answer!;
}

/** What would be promised; it is given back at once. */
async function promise(quantity: number): Promise<Answer> {
  const lines = [
    { line: '1', item: ITEM, quantity: { value: String(quantity), unit: 'EA' }, date: inDays(20) },
  ];
  const answer = await post('/promises', { partial: true, lines });
  const { id, said, lines: promised } = (await answer.json()) as PromiseView;
  await post(`/promises/${id}/release`, {});
  const [{ parts, short } = { parts: [] }] = promised;
  return {
    said,
    ...(short !== undefined && { short }),
    parts: Object.fromEntries(
      parts.map(({ site, quantity: its, confidence }) => [site, { quantity: its, sure: confidence === 1 }]),
    ),
  };
}

function post(path: string, body: object): Promise<Response> {
  return fetch(`${hub.url}/process/v1/order-promising${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
      'idempotency-key': `ask ${++asked}`,
    },
    body: JSON.stringify(body),
  });
}

function warehouses(): Promise<string> {
  const told = (code: string, url: string, where: string) => ({
    [`systems/${code}.yaml`]: `
system: ${code}
kind: wms
site: detroit
connector: sql
connection: { url: "${url}" }
interfaces:
  stock:
    source: inventoryPosition@1
    read: { query: ${code}.sql, cursor: [seq], key: [seq], every: 200ms }
    map: stock.in.jsonata
`,
    [`systems/${code}.sql`]: `select seq, site, quantity from stock where ${where}`,
  });
  return writeLandscape({
    'enterprise.yaml': `
enterprise: late
sites:
  detroit: { kind: plant, region: na, timezone: America/Detroit }
  toledo: { kind: plant, region: na, timezone: America/Detroit }
  stuttgart: { kind: plant, region: eu, timezone: Europe/Berlin }
  columbus: { kind: warehouse, region: na, timezone: America/Detroit }
connectivity:
  - { entities: [inventoryPosition], model: event-driven, maxStaleness: 3s }
promising:
  whenStale: leaveOut
  sites: { detroit: {}, toledo: { whenStale: widen }, stuttgart: { whenStale: doubt }, columbus: {} }
`,
    ...told('wms', way.url, "site <> 'columbus'"),
    ...told('wms-columbus', warehouse.url, "site = 'columbus'"),
    'systems/stock.in.jsonata': `{
  "item": { "item": "${ITEM}" }, "site": site, "stockStatus": "unrestricted", "ownership": "own",
  "onHand": { "value": $string(quantity), "unit": "EA" }, "basis": "snapshot", "asOf": $now()
}`,
  });
}
