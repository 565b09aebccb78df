import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKey } from '../../src/api/access.ts';
import type { PromiseView } from '../../src/api/promising/contract.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, inDays, startHubProcess, until, writeLandscape } from '../process.ts';

const CLIENTS = 64;

let database: TestDatabase;
let hubs: HubProcess[];
let key: string;

beforeAll(async () => {
  database = await testDatabase();
  const landscape = await warehouses();
  hubs = [await startHubProcess(landscape, database.url), await startHubProcess(landscape, database.url)];
  key = (await createKey(database.pool, 'test', { actor: 'shop', role: 'operator' }))!;
});
afterAll(async () => {
  for (const hub of hubs ?? []) await hub.stop();
  await database?.drop();
});

test('17. 64 clients at two hubs ask for one scarce item: not one unit is oversold, and not one is left', async () => {
  await stock('scarce', { detroit: 60, toledo: 41 });
  const answers = await Promise.all(
    Array.from({ length: CLIENTS }, (_, i) => ask(i, `scarce-${i}`, 'scarce', String((i % 3) + 1))),
  );
  const all = answers.flatMap(({ lines }) => lines.flatMap(({ parts }) => parts));
  expect(sum(all.map(({ quantity }) => Number(quantity)))).toBe(101);
  expect(await reserved('scarce')).toEqual({ detroit: 60, toledo: 41 });
  expect(await balance('scarce')).toEqual({ detroit: 60, toledo: 41 });
});

test('17. the same request under one key, asked at two hubs at once, is promised once', async () => {
  await stock('once', { detroit: 500 });
  const answers = await Promise.all(Array.from({ length: 32 }, (_, i) => ask(i, 'the-same', 'once', '5')));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  expect(await reserved('once')).toEqual({ detroit: 5 });
  const other = await post(0, '/promises', 'the-same', request('once', '6'));
  expect(other.status).toBe(400);
});

test('17. what is released, and what nobody confirms in time, is there for others; what is confirmed stays', async () => {
  await stock('held', { detroit: 9 });
  const [released, confirmed, forgotten] = await Promise.all(
    ['a', 'b', 'c'].map((each) => ask(0, `held-${each}`, 'held', '3')),
  );
  await post(0, `/promises/${released!.id}/release`);
  expect(await reserved('held')).toEqual({ detroit: 6 });
  await post(1, `/promises/${confirmed!.id}/confirm`);
  await database.pool.query(`update promise set expires_at = now() where status in ('held', 'confirmed')`);
  await until(async () => (await reserved('held'))['detroit'] === 3);
  expect(await balance('held')).toEqual({ detroit: 3 });
  expect(await get(1, `/promises/${confirmed!.id}`)).toMatchObject({ status: 'confirmed' });
  expect(await get(1, `/promises/${forgotten!.id}`)).toMatchObject({ status: 'expired' });
  expect((await ask(1, 'held-d', 'held', '6')).lines[0]!.short).toBeUndefined();
});

test('17. stock that is counted lower than promised: the newest promise is made anew from another site, and the ledger tells its order', async () => {
  await stock('lost', { detroit: 10, toledo: 2 });
  const older = await ask(0, 'lost-a', 'lost', '5');
  const newer = await ask(0, 'lost-b', 'lost', '4');
  await stock('lost', { detroit: 6 });
  await until(async () => (await reserved('lost'))['toledo'] === 2);
  expect((await get(0, `/promises/${older.id}`)).lines).toEqual(older.lines);
  const [line] = (await get(0, `/promises/${newer.id}`)).lines;
  const parts = [
    { site: 'detroit', quantity: '1' },
    { site: 'toledo', quantity: '2' },
  ];
  expect(line).toMatchObject({ parts, short: '1' });
  expect(await balance('lost')).toEqual(await reserved('lost'));
  const { rows } = await database.pool.query(`select subject from ledger where type = 'promising.changed'`);
  expect(rows).toEqual([{ subject: 'so~shop~lost-b' }]);
});

test('17. a hub that is killed while it promises has promised what it answered, and no more than there is', async () => {
  await stock('killed', { detroit: 40 });
  const asking = Array.from({ length: CLIENTS }, (_, i) =>
    ask(1, `killed-${i}`, 'killed', '1').catch(() => undefined),
  );
  await until(async () => ((await reserved('killed'))['detroit'] ?? 0) > 0);
  await hubs[1]!.kill();
  const answered = (await Promise.all(asking)).filter((each) => each !== undefined);
  await hubs[1]!.start();
  for (const { id } of answered) expect((await get(0, `/promises/${id}`)).status).toBe('held');
  const again = await Promise.all(
    Array.from({ length: CLIENTS }, (_, i) => ask(i, `killed-${i}`, 'killed', '1')),
  );
  const all = again.flatMap(({ lines }) => lines.flatMap(({ parts }) => parts));
  expect(sum(all.map(({ quantity }) => Number(quantity)))).toBe(40);
  expect(await balance('killed')).toEqual({ detroit: 40 });
});

function request(item: string, quantity: string, demand?: string) {
  const lines = [
    { line: '1', item: `itm_${item}`, quantity: { value: quantity, unit: 'EA' }, date: inDays(20) },
  ];
  return { ...(demand && { demand }), partial: true, lines };
}

/** At one of the hubs, in turns. */
async function ask(client: number, name: string, item: string, quantity: string): Promise<PromiseView> {
  const answer = await post(client, '/promises', name, request(item, quantity, `so~shop~${name}`));
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as PromiseView;
}

function post(client: number, path: string, once?: string, body?: object): Promise<Response> {
  return fetch(`${hubs[client % 2]!.url}/process/v1/order-promising${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      ...(once && { 'idempotency-key': once }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function get(client: number, path: string): Promise<PromiseView> {
  const answer = await fetch(`${hubs[client % 2]!.url}/process/v1/order-promising${path}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return (await answer.json()) as PromiseView;
}

/** Counts it at the sites, and waits until it can be promised. */
async function stock(item: string, sites: Record<string, number>): Promise<void> {
  for (const [site, quantity] of Object.entries(sites)) {
    await until(async () => {
      const tries = hubs.map(({ url }) =>
        fetch(`${url}/in/wms/stock`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-key': 'promise' },
          body: JSON.stringify({ item: `itm_${item}`, site, quantity: String(quantity) }),
        }).then(
          ({ ok }) => ok,
          () => false,
        ),
      );
      return (await Promise.all(tries)).includes(true);
    });
    await until(async () => {
      const { rows } = await database.pool.query(
        `select from promise_balance where item = $1 and site = $2 and day = '-infinity' and supply = $3`,
        [`itm_${item}`, site, quantity],
      );
      return rows.length === 1;
    });
  }
}

function reserved(item: string): Promise<Record<string, number>> {
  return bySite(
    `select site, sum(quantity)::int as n from reservation where item = $1 and state in ('held', 'confirmed') group by site`,
    item,
  );
}

function balance(item: string): Promise<Record<string, number>> {
  return bySite(
    `select site, sum(reserved)::int as n from promise_balance where item = $1 group by site having sum(reserved) <> 0`,
    item,
  );
}

async function bySite(text: string, item: string): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ site: string; n: number }>(text, [`itm_${item}`]);
  return Object.fromEntries(rows.map(({ site, n }) => [site, n]));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** A warehouse system that pushes its counts through a door, and two sites that deliver. */
function warehouses(): Promise<string> {
  return writeLandscape({
    'enterprise.yaml': `
enterprise: promise
sites:
  detroit: { kind: plant, region: na, timezone: America/Detroit }
  toledo: { kind: plant, region: na, timezone: America/Detroit }
promising:
  rank: [date, split, cost]
  sites: { detroit: {}, toledo: { cost: 1 } }
`,
    'systems/wms.yaml': `
system: wms
kind: wms
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces:
  stock:
    source: inventoryPosition@1
    read: { push: true, auth: { key: { header: x-key, value: promise } } }
    map: stock.in.jsonata
`,
    'systems/stock.in.jsonata': `{
  "item": { "item": item }, "site": site, "stockStatus": "unrestricted", "ownership": "own",
  "onHand": { "value": quantity, "unit": "EA" }, "basis": "snapshot", "asOf": $now()
}`,
  });
}
