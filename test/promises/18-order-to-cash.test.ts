import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { killBeforeReceipts } from '../killBeforeReceipts.ts';
import { orderToCash, tellDoor, tellMasters } from '../orderToCash.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
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
  hub = await startHubProcess(await orderToCash(erp.url), database.url);
  await tellMasters(hub.url);
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

test('18. an order that the customer takes back is taken back in both ERPs although the hub is killed after every step, and nothing stays reserved', async () => {
  const killing = killAfterEachStep();
  await order('open');
  await until(async () => JSON.stringify((await standing())?.state) === '{"fulfilling":"released"}');
  await order('cancelled');
  expect(await killing).toBeGreaterThan(5);
  expect(await standing()).toEqual({ state: 'cancelled', status: 'ended' });
  expect(
    effects()
      .map(({ verb, order: its }) => `${verb} ${its}`)
      .sort(),
  ).toEqual(['enter so~shop~1', 'enter so~shop~1.1', 'withdraw so~shop~1', 'withdraw so~shop~1.1']);
  expect([await reservations(), await reserved()]).toEqual([{ released: 10 }, 0]);
});

test("18. goods that left while the ERP took the order back are a person's, also when the hub hears of them after a kill", async () => {
  await order('open');
  await until(async () => JSON.stringify((await standing())?.state) === '{"fulfilling":"released"}');
  erp.answer = () => ({ status: 503, body: {} });
  await order('cancelled');
  await until(async () => (await standing())?.state === 'withdrawing');
  await shipment('na', 'so~shop~1', 'detroit', '6');
  await until(async () => (await shipped()) === 6);
  await hub.kill();
  erp.answer = () => ({ status: 200, body: {} });
  await hub.start();
  await until(async () => (await standing())?.state === 'leftAnyway');
  expect(await reservations()).toEqual({ released: 4, shipped: 6 });
  await database.pool.query(
    `insert into process_request (process, instance, kind, signal, by_whom, reason) values ('sales', 'sales~so~shop~1', 'signal', 'settled', 'test', 'fetched back')`,
  );
  await database.pool.query(`select pg_notify('lineshaft_process', 'sales')`);
  await until(hasEnded);
  expect(await standing()).toEqual({ state: 'cancelled', status: 'ended' });
});

test('18. a person who cancels lets everything be taken back, the last first, over a kill between each command and its receipt', async () => {
  const { lost, over } = killBeforeReceipts(hub, erp);
  await order('open');
  await until(async () => JSON.stringify((await standing())?.state) === '{"fulfilling":"released"}');
  await database.pool.query(
    `insert into process_request (process, instance, kind, by_whom, reason) values ('sales', 'sales~so~shop~1', 'cancel', 'test', 'in error')`,
  );
  await database.pool.query(`select pg_notify('lineshaft_process', 'sales')`);
  await until(async () => (await standing())?.status === 'cancelled');
  await over();
  expect(lost.size).toBe(4);
  expect(
    effects()
      .slice(2)
      .map(({ order: its }) => its)
      .sort(),
  ).toEqual(['so~shop~1', 'so~shop~1.1']);
  expect([await reservations(), await reserved()]).toEqual([{ released: 10 }, 0]);
});

test('18. an order of a customer who is blocked promises nothing over a kill, and goes on by itself when he no longer is', async () => {
  await tellMasters(hub.url, 'blocked');
  await order('open');
  await until(async () => JSON.stringify((await standing())?.state) === '{"open":"onHold"}');
  await hub.kill();
  await hub.start();
  const { rows } = await database.pool.query(`select context->'held' as held from process_instance`);
  expect(rows).toMatchObject([{ held: [{ kind: 'customerStatus', is: 'blocked' }] }]);
  expect(await reservations()).toEqual({});
  await tellMasters(hub.url);
  await until(async () => JSON.stringify((await standing())?.state) === '{"fulfilling":"released"}');
  expect(await reservations()).toEqual({ confirmed: 10 });
});

test('18. an order on hold for credit goes on by itself when its customer has paid another one, over a kill', async () => {
  await tellMasters(hub.url, 'active', '5');
  await push('invoices', { number: 'na-7', order: 'so~shop~7', status: 'issued' });
  await order('open');
  await until(async () => JSON.stringify((await standing())?.state) === '{"open":"onHold"}');
  await hub.kill();
  await hub.start();
  const { rows } = await database.pool.query(`select context->'held' as held from process_instance`);
  expect(rows).toMatchObject([{ held: [{ kind: 'creditLimit', is: '5 USD; 10 USD owed already' }] }]);
  await push('invoices', { number: 'na-7', order: 'so~shop~7', status: 'paid' });
  await until(async () => JSON.stringify((await standing())?.state) === '{"fulfilling":"released"}');
  expect(await reservations()).toEqual({ confirmed: 10 });
  await push('invoices', { number: 'na-8', order: 'so~shop~8', status: 'paid' });
  await invoice('na', 'so~shop~1', 'issued');
  const invoices = async () => {
    const { rows: found } = await database.pool.query(
      `select context->'invoices' as invoices from process_instance`,
    );
    return found[0].invoices as { invoice: string }[];
  };
  await until(async () => (await invoices()).length > 0);
  expect((await invoices()).map(({ invoice: its }) => its)).toEqual(['inv~shop~na-9']);
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

function push(door: string, body: object): Promise<void> {
  return tellDoor(hub.url, door, body);
}

async function standing(): Promise<{ state: unknown; status: string } | undefined> {
  const { rows } = await database.pool.query('select state, status from process_instance');
  return rows[0];
}

async function hasEnded(): Promise<boolean> {
  return (await standing())?.status === 'ended';
}

const steps = () => count('select count(*)::int as n from process_step');
const shipped = () =>
  count(`select coalesce(sum(quantity), 0)::int as n from reservation where state = 'shipped'`);
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
