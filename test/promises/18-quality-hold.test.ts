import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { orderToCash, tellDoor, tellMasters } from '../orderToCash.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';

let database: TestDatabase;
let erp: TestTarget;
let hub: HubProcess;

beforeAll(async () => {
  database = await testDatabase();
  erp = await startTarget();
  hub = await startHubProcess(
    await orderToCash(erp.url, { settle: '1h', more: holds(erp.url) }),
    database.url,
  );
  await tellMasters(hub.url);
  await push('stock', { site: 'detroit', quantity: '10', at: '2026-01-01T00:00:00.000Z' });
  await push('stock', { site: 'toledo', quantity: '10', at: '2026-01-01T00:00:00.000Z' });
  await until(async () => (await count('select count(*)::int as n from promise_balance')) === 2);
});
afterAll(async () => {
  await hub.stop();
  await erp.stop();
  await database.drop();
});

test('18. stock on hold is blocked in the ERP, and what was promised from it is promised and entered at another site at once, over a kill', async () => {
  await push('orders', { number: '1', status: 'open', quantity: '6' });
  await until(async () => JSON.stringify(await stateOf('sales')) === '{"fulfilling":"released"}');
  erp.answer = () => ({ status: 503, body: {} });
  await push('holds', { id: '7', kind: 'hold' });
  await until(async () => (await stateOf('hold')) === 'blocking');
  await push('stock', { site: 'detroit', quantity: '0', at: '2026-02-01T00:00:00.000Z' });
  await until(async () => (await count('select count(*)::int as n from promise_lack')) === 1);
  expect(await promisedAt()).toEqual(['detroit']);
  await hub.kill();
  erp.answer = () => ({ status: 200, body: {} });
  await hub.start();
  await until(async () => (await stateOf('hold')) === 'held');
  expect(await promisedAt()).toEqual(['toledo']);
  await until(async () => effects().length === 4);
  expect(effects()).toEqual(['enter detroit', 'block-in-erp detroit', 'withdraw detroit', 'enter toledo']);
  await until(async () => JSON.stringify(await stateOf('sales')) === '{"fulfilling":"released"}');
  await push('holds', { id: '8', kind: 'release' });
  await until(async () => (await stateOf('hold')) === 'released');
});

/** A system of quality tells holds and releases; the ERP blocks stock and frees it. */
function holds(target: string): Record<string, string> {
  return {
    'processes/hold.yaml': 'process: hold\nuses: quality-hold\nwith: { warehouse: false }\n',
    'systems/holds.yaml': `
system: qms
kind: qms
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces:
  holds:
    source: qualityEvent@1
    read: { push: true, auth: { key: { header: x-key, value: promise } } }
    map: holds.in.jsonata
`,
    'systems/holds.in.jsonata': `{
  "localKey": id, "occurredAt": "2026-02-01T00:00:00.000Z", "kind": kind, "caseNumber": "C-7", "site": "detroit",
  "subject": { "item": { "item": $xref("item", "1", "shop") } }, "quantity": { "value": "10", "unit": "EA" }
}`,
    'systems/stocks.yaml': `
system: stocks
kind: erp
site: detroit
connector: http
connection: { url: "${target}" }
limits: { perSecond: 500, perDay: 1000000 }
interfaces:
  commands:
    target: inventoryPosition@1
    takes: commands
    write: { method: POST, path: /commands }
    map: blocks.out.jsonata
`,
    'systems/blocks.out.jsonata': '{ "verb": verb, "site": data.site }',
  };
}

function push(door: string, body: object): Promise<void> {
  return tellDoor(hub.url, door, body, door === 'holds' ? 'qms' : 'shop');
}

/** What the ERP did, by idempotency key: sent again it has no effect. */
function effects(): string[] {
  const all = new Map(erp.received.map(({ id, body: { verb, site } }) => [id, `${verb} ${site}`]));
  return [...all.values()];
}

async function stateOf(process: string): Promise<unknown> {
  const { rows } = await database.pool.query('select state from process_instance where process = $1', [
    process,
  ]);
  return rows[0]?.state;
}

async function promisedAt(): Promise<string[]> {
  const { rows } = await database.pool.query<{ site: string }>(
    `select distinct site from reservation where state in ('held', 'confirmed')`,
  );
  return rows.map(({ site }) => site);
}

async function count(text: string): Promise<number> {
  return (await database.pool.query<{ n: number }>(text)).rows[0]!.n;
}
