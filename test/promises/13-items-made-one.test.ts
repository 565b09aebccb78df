import { afterEach, expect, test } from 'vitest';
import { createKey } from '../../src/api/access.ts';
import type { PromiseView } from '../../src/api/promising/contract.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, inDays, startHubProcess, until, writeLandscape } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';

let database: TestDatabase;
let hub: HubProcess;
let mes: TestTarget;
let key: string;
let counts = 0;
afterEach(async () => {
  await hub?.kill();
  await mes?.stop();
  await database?.drop();
});

test('13. items made one while their stock is counted and promised: bills of material, stock and promises follow, over a kill, and come back when they are parted', async () => {
  database = await testDatabase();
  mes = await startTarget();
  mes.answer = ({ body }) => ({ status: 200, body: { id: body['bom'] ?? body['item']! } });
  hub = await startHubProcess(await plant(mes.url), database.url);
  // The administrator's key is made first: the hub makes none where there is one.
  await hub.ask('GET', '/parked');
  key = (await createKey(database.pool, 'test', { actor: 'shop', role: 'operator' }))!;
  const [N, E, Y] = [await item('N1'), await item('E1'), await item('Y1')] as [string, string, string];
  await item('X1');
  await tell('erp/boms', { no: 'B1', of: 'E1', parts: ['X1'] });
  await tell('erp/boms', { no: 'B2', of: 'Y1', parts: ['E1'] });
  await count('S1', 'N1', 5);
  await count('S2', 'E1', 3);
  await untilFree({ [N]: 5, [E]: 3 });
  expect((await promise('a', E, '2')).lines[0]!.short).toBeUndefined();
  await until(async () => told(`bom~${Y}~ALL~production~1~A`) !== undefined);

  const counting = (async () => {
    for (let i = 0; i < 40; i++) await count(i % 2 === 0 ? 'S1' : 'S2', i % 2 === 0 ? 'N1' : 'E1', i);
  })();
  await hub.ask('POST', '/matches/merge', { entity: 'item', loser: E, survivor: N, reason: 'the same bolt' });
  await counting;
  await count('S1', 'N1', 6);
  await count('S2', 'E1', 3);
  await untilFree({ [N]: 9 });
  expect(await reserved()).toEqual({ [N]: 2 });
  const more = await promise('b', E, '8');
  expect(more.lines[0]).toMatchObject({ item: N, short: '1' });
  await until(async () => told(`bom~${N}~ALL~production~1~A`) !== undefined);
  await until(async () => told(`bom~${Y}~ALL~production~1~A`)?.['parts'] === N);
  expect(await hub.ask('GET', `/records/bom/bom~${E}~ALL~production~1~A`)).toMatchObject({
    key: `bom~${N}~ALL~production~1~A`,
    mergedFrom: `bom~${E}~ALL~production~1~A`,
    record: { item: { item: N } },
  });

  await hub.kill();
  await hub.start();
  await hub.ask('POST', '/matches/separate', { entity: 'item', key: E, reason: 'another thread' });
  await untilFree({ [N]: 6, [E]: 3 });
  expect(await reserved()).toEqual({ [E]: 9 });
  await until(async () => told(`bom~${Y}~ALL~production~1~A`)?.['parts'] === E);
  await until(async () => told(`bom~${E}~ALL~production~1~A`)?.['item'] === E);
  await count('S2', 'E1', 9);
  await untilFree({ [N]: 6, [E]: 9 });
  expect(await hub.ask('GET', '/parked')).toMatchObject({ total: 0 });
});

/** What the MES was told last under a key. */
function told(bom: string) {
  return mes.received.map(({ body }) => body).findLast((body) => body['bom'] === bom);
}

async function item(no: string): Promise<string> {
  await tell('erp/items', { no });
  const { rows } = await database.pool.query(
    `select key from observation where entity = 'item' and local_key = $1`,
    [no],
  );
  return rows[0].key;
}

function count(no: string, of: string, has: number): Promise<void> {
  return tell('wms/stock', { no, of, has: String(has), n: ++counts });
}

async function tell(door: string, document: object): Promise<void> {
  await until(() =>
    fetch(`${hub.url}/in/${door}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-key': 'one' },
      body: JSON.stringify(document),
    }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.ok;
      },
      () => false,
    ),
  );
}

async function promise(name: string, of: string, value: string): Promise<PromiseView> {
  const lines = [
    {
      line: '1',
      item: of,
      quantity: { value, unit: 'EA' },
      date: inDays(20),
    },
  ];
  const answer = await fetch(`${hub.url}/process/v1/order-promising/promises`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'idempotency-key': name, 'content-type': 'application/json' },
    body: JSON.stringify({ demand: `so~shop~${name}`, partial: true, lines }),
  });
  if (!answer.ok) throw new Error((await answer.text()) + hub.output());
  return (await answer.json()) as PromiseView;
}

/** By item what is at hand for promising; where nothing is it is not in it. */
async function untilFree(items: Record<string, number>): Promise<void> {
  let found: Record<string, number> = {};
  const isSo = async () => {
    const { rows } = await database.pool.query(
      `select item, supply::int as n from promise_balance where day = '-infinity' and supply <> 0`,
    );
    found = Object.fromEntries(rows.map(({ item: its, n }) => [its, n]));
    return JSON.stringify(Object.entries(found).sort()) === JSON.stringify(Object.entries(items).sort());
  };
  await until(isSo).catch(() => expect(found).toEqual(items));
}

/** By item what the balances hold as promised: the same as the reservations. */
async function reserved(): Promise<Record<string, number>> {
  const of = async (text: string) => {
    const { rows } = await database.pool.query(text);
    return Object.fromEntries(rows.map(({ item: its, n }) => [its, n]));
  };
  const sums = await of(
    'select item, sum(reserved)::int as n from promise_balance group by item having sum(reserved) <> 0',
  );
  expect(
    await of(
      `select item, sum(quantity)::int as n from reservation where state in ('held', 'confirmed') group by item`,
    ),
  ).toEqual(sums);
  return sums;
}

/** An ERP and a warehouse system that push, and an MES that is told items and bills of material. */
function plant(url: string): Promise<string> {
  const door = '{ push: true, auth: { key: { header: x-key, value: one } } }';
  return writeLandscape({
    'enterprise.yaml': `
enterprise: one
sites:
  detroit: { kind: plant, region: na, timezone: America/Detroit }
promising:
  rank: [date]
  settle: 1h
  sites: { detroit: {} }
`,
    'systems/erp.yaml': `
system: erp
kind: erp
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces:
  items: { source: item@1, read: ${door}, map: items.in.jsonata }
  boms: { source: bom@1, read: ${door}, map: boms.in.jsonata }
`,
    'systems/wms.yaml': `
system: wms
kind: wms
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
keys: { item: erp }
interfaces:
  stock: { source: inventoryPosition@1, read: ${door}, map: stock.in.jsonata }
`,
    'systems/mes.yaml': `
system: mes
kind: mes
site: detroit
connector: http
connection: { url: "${url}" }
interfaces:
  items: { target: item@1, write: { method: POST, path: /items, localKey: id }, map: items.out.jsonata }
  boms: { target: bom@1, write: { method: POST, path: /boms, localKey: id }, map: boms.out.jsonata }
`,
    'systems/items.in.jsonata': '{ "localKey": no, "number": no, "status": "active", "baseUnit": "EA" }',
    'systems/boms.in.jsonata': `{
  "localKey": no, "item": { "item": $xref("item", of) }, "use": "production", "alternative": "1", "revision": "A", "kind": "standard", "status": "released",
  "components": [parts.{ "lineNo": "10", "item": { "item": $xref("item", $) }, "quantity": { "value": "1", "unit": "EA" }, "supply": "stock" }]
}`,
    'systems/items.out.jsonata': '{ "item": key }',
    'systems/boms.out.jsonata':
      '{ "bom": key, "item": record.item.item, "parts": record.components.item.item }',
    'systems/stock.in.jsonata': `{
  "localKey": no, "item": { "item": $xref("item", of) }, "site": "detroit", "stockStatus": "unrestricted", "ownership": "own",
  "onHand": { "value": has, "unit": "EA" }, "basis": "snapshot", "asOf": $now()
}`,
  });
}
