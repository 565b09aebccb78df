import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until, writeLandscape } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';

/** What is told from outside on the way of an order over two sites, and where the process waits for it. */
const WAY: [string, () => Promise<void>][] = [
  ['{"fulfilling":"released"}', () => shipment('na', 'so~shop~1', 'detroit', '6')],
  ['{"fulfilling":"partlyShipped"}', () => shipment('eu', 'so~shop~1.1', 'toledo', '4')],
  ['"invoicing"', () => invoice('na', 'so~shop~1', 'issued')],
  ['"invoicing"', () => invoice('eu', 'so~shop~1.1', 'paid')],
  ['"paying"', () => invoice('na', 'so~shop~1', 'paid')],
];

let database: TestDatabase;
let erp: TestTarget;
let hub: HubProcess;

beforeEach(async () => {
  database = await testDatabase();
  erp = await startTarget();
  hub = await startHubProcess(await enterprise(erp.url), database.url);
  await push('stock', { site: 'detroit', quantity: '6', at: '2026-01-01T00:00:00.000Z' });
  await push('stock', { site: 'toledo', quantity: '9', at: '2026-01-01T00:00:00.000Z' });
  await until(async () => (await counted()) === 2);
});
afterEach(async () => {
  await hub.stop();
  await erp.stop();
  await database.drop();
});

test('18. an order over two sites is paid although the hub is killed after every step: nothing twice, and reservations to the unit', async () => {
  const killing = killAfterEachStep();
  await order('open');
  for (const [state, tell] of WAY) {
    await until(async () => JSON.stringify((await standing())?.state) === state);
    await tell();
  }
  expect(await killing).toBeGreaterThan(5);
  expect(await standing()).toEqual({ state: 'paid', status: 'ended' });
  expect(effects()).toEqual([
    { verb: 'enter', order: 'so~shop~1', site: 'detroit', quantity: '6' },
    { verb: 'enter', order: 'so~shop~1.1', site: 'toledo', quantity: '4' },
  ]);
  expect(await reservations()).toEqual({ shipped: 10 });
  await push('stock', { site: 'detroit', quantity: '0', at: '2026-12-01T00:00:00.000Z' });
  await push('stock', { site: 'toledo', quantity: '5', at: '2026-12-01T00:00:00.000Z' });
  await until(async () => (await reserved()) === 0);
  expect(await reservations()).toEqual({ done: 10 });
});

test('18. an order that the customer takes back is taken back in both ERPs, and nothing stays reserved', async () => {
  await order('open');
  await until(async () => JSON.stringify((await standing())?.state) === '{"fulfilling":"released"}');
  await order('cancelled');
  await hub.kill();
  await hub.start();
  await until(hasEnded);
  expect(await standing()).toEqual({ state: 'cancelled', status: 'ended' });
  expect(
    effects()
      .map(({ verb, order: its }) => `${verb} ${its}`)
      .sort(),
  ).toEqual(['enter so~shop~1', 'enter so~shop~1.1', 'withdraw so~shop~1', 'withdraw so~shop~1.1']);
  expect([await reservations(), await reserved()]).toEqual([{ released: 10 }, 0]);
});

test('18. a person who cancels lets everything be taken back, the last first', async () => {
  await order('open');
  await until(async () => JSON.stringify((await standing())?.state) === '{"fulfilling":"released"}');
  await database.pool.query(
    `insert into process_request (process, instance, kind, by_whom, reason) values ('sales', 'sales~so~shop~1', 'cancel', 'test', 'in error')`,
  );
  await database.pool.query(`select pg_notify('lineshaft_process', 'sales')`);
  await until(async () => (await standing())?.status === 'cancelled');
  expect(
    effects()
      .slice(2)
      .map(({ order: its }) => its)
      .sort(),
  ).toEqual(['so~shop~1', 'so~shop~1.1']);
  expect([await reservations(), await reserved()]).toEqual([{ released: 10 }, 0]);
});

/** Until the instance has ended; how often that was. */
async function killAfterEachStep(): Promise<number> {
  let kills = 0;
  for (let seen = 0; !(await hasEnded()); ) {
    await until(async () => (await steps()) > seen);
    seen = await steps();
    await hub.kill();
    await hub.start();
    kills++;
  }
  return kills;
}

/** What the ERPs did, by idempotency key: sent again it has no effect. */
function effects(): { verb: unknown; order: unknown }[] {
  return [...new Map(erp.received.map(({ id, body }) => [id, body])).values()] as never;
}

function order(status: string): Promise<void> {
  return push('orders', { number: '1', status, quantity: '10' });
}

function shipment(system: string, order: string, site: string, quantity: string): Promise<void> {
  return push('shipments', { number: `${system}-1`, order, site, quantity });
}

function invoice(system: string, order: string, status: string): Promise<void> {
  return push('invoices', { number: `${system}-9`, order, status });
}

/** Until a door is open. */
async function push(door: string, body: object): Promise<void> {
  await until(() =>
    fetch(`${hub.url}/in/shop/${door}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-key': 'promise' },
      body: JSON.stringify(body),
    }).then(
      async (answer) => answer.ok && !(await answer.text()).includes('"parked":1'),
      () => false,
    ),
  );
}

async function standing(): Promise<{ state: unknown; status: string } | undefined> {
  const { rows } = await database.pool.query('select state, status from process_instance');
  return rows[0];
}

async function hasEnded(): Promise<boolean> {
  return (await standing())?.status === 'ended';
}

const steps = () => count('select count(*)::int as n from process_step');
const reserved = () => count('select coalesce(sum(reserved), 0)::int as n from promise_balance');
const counted = () => count(`select count(*)::int as n from promise_balance where supply > 0`);

async function count(text: string): Promise<number> {
  return (await database.pool.query<{ n: number }>(text)).rows[0]!.n;
}

/** Units by what became of them. */
async function reservations(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ state: string; n: number }>(
    'select state, sum(quantity)::int as n from reservation group by state',
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** A shop that tells everything through its doors, ERPs that take commands, and the process of the library between them. */
function enterprise(target: string): Promise<string> {
  const source = (name: string, entity: string) => `
  ${name}:
    source: ${entity}@1
    read: { push: true, auth: { key: { header: x-key, value: promise } } }
    map: ${name}.in.jsonata`;
  const document = `"company": "us01", "documentDate": "2026-03-01", "currency": "USD", "parties": [{ "role": "soldTo", "party": "cus_1" }]`;
  return writeLandscape({
    'enterprise.yaml': `
enterprise: promise
companies: { us01: { currency: USD } }
sites:
  detroit: { kind: plant, region: na, company: us01, timezone: America/Detroit }
  toledo: { kind: plant, region: na, company: us01, timezone: America/Detroit }
promising:
  sites: { detroit: {}, toledo: { cost: 1 } }
`,
    'processes/sales.yaml': 'process: sales\nuses: order-to-cash\nwith: { origins: [shop] }\n',
    'systems/shop.yaml': `
system: shop
kind: crm
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces:${source('stock', 'inventoryPosition')}${source('orders', 'salesOrder')}${source('shipments', 'shipment')}${source('invoices', 'invoice')}
`,
    'systems/stock.in.jsonata': `{
  "item": { "item": "itm_1" }, "site": site, "stockStatus": "unrestricted", "ownership": "own",
  "onHand": { "value": quantity, "unit": "EA" }, "basis": "snapshot", "asOf": at
}`,
    'systems/orders.in.jsonata': `{
  "localKey": number, "number": number, "status": status, "site": "detroit", "requested": "2026-12-24", "orderKind": "standard", ${document},
  "lines": [{ "lineNo": "1", "item": { "item": "itm_1" }, "quantity": { "value": quantity, "unit": "EA" } }]
}`,
    'systems/shipments.in.jsonata': `{
  "localKey": number, "number": number, "status": "departed", "direction": "outbound", "kind": "order", "site": site, "company": "us01",
  "documentDate": "2026-03-01", "refs": [{ "entity": "salesOrder", "key": order, "system": "shop", "number": "1" }],
  "lines": [{ "lineNo": "1", "item": { "item": "itm_1" }, "quantity": { "value": quantity, "unit": "EA" },
    "order": { "entity": "salesOrder", "key": order, "system": "shop", "number": "1", "line": "1" } }]
}`,
    'systems/invoices.in.jsonata': `{
  "localKey": number, "number": number, "status": status, "invoiceNumber": number, "direction": "receivable", "kind": "invoice", "site": "detroit", ${document},
  "refs": [{ "entity": "salesOrder", "key": order, "system": "shop", "number": "1" }],
  "net": { "amount": "10", "currency": "USD" }, "tax": { "amount": "0", "currency": "USD" }, "gross": { "amount": "10", "currency": "USD" },
  "lines": [{ "lineNo": "1", "item": { "item": "itm_1" }, "quantity": { "value": "1", "unit": "EA" }, "net": { "amount": "10", "currency": "USD" } }]
}`,
    'systems/erp.yaml': `
system: erp
kind: erp
site: detroit
connector: http
connection: { url: "${target}" }
interfaces:
  commands:
    target: salesOrder@1
    takes: commands
    write: { method: POST, path: /commands }
    map: commands.out.jsonata
`,
    'systems/commands.out.jsonata':
      '{ "verb": verb, "order": data.order, "site": data.site, "quantity": data.lines[0].quantity }',
  });
}
