import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JournalEntry } from '../../examples/five-sites/systems/plumbing/journal.ts';
import { finishedCount } from '../../examples/five-sites/systems/world/items.ts';
import { crmAccount, crmSku, euProduct, naItem } from '../../examples/five-sites/systems/world/keys.ts';
import { monthsAround } from '../../examples/five-sites/systems/world/months.ts';
import { makeWorld } from '../../examples/five-sites/systems/world/world.ts';
import type { TraceAnswer } from '../../src/api/operations/trace/contract.ts';
import { judgeStock } from '../chaos/judge/stock.ts';
import { readItemKeys } from '../chaos/masters/standing.ts';
import { inDays, until } from '../process.ts';
import { type QuietNorthfield, startQuietNorthfield } from '../quietNorthfield.ts';

const world = makeWorld(1);

let quiet: QuietNorthfield;

beforeAll(async () => {
  quiet = await startQuietNorthfield(QUICK, ['order-to-cash', 'period-close']);
  await until(() => isKnown([plain, split, lost]));
});
afterAll(() => quiet?.stop());

const QUICK = 50;
const SLOW = 20_000;

/** Finished goods that lie in both warehouses and at a plant on either side of the sea, with how much of them. */
const everywhere = world.items.slice(0, finishedCount).flatMap((item) => {
  const rows = world.stock.filter((row) => row.item === item.index && row.status === 'unrestricted');
  const at = Object.fromEntries(rows.map(({ site, quantity }) => [site, quantity]));
  return rows.length === 4 && rows.every(({ quantity }) => quantity >= 30) ? [{ item: item.index, at }] : [];
});
const [plain, split, lost] = everywhere as [Lying, Lying, Lying];
const customer = world.customers.findIndex(({ sides }) => sides.length === 2);

interface Lying {
  item: number;
  at: Record<string, number>;
}

test('an order of the CRM flows to paid, and the CRM hears what is owed and that it was paid', async () => {
  const order = await enter(plain, 3);
  await quiet.ended(instanceOf(order), 'paid');
  await until(async () => sameAs(await partsOf(order), { columbus: 3 }));
  const invoices = () => listOf(`/invoices?order_id=${order.id}`);
  await until(async () => (await invoices()).every(({ status }) => status === 'paid'));
  expect(await invoices()).toMatchObject([{ company: 'us01', amount: '300', currency: 'USD' }]);
});

test('an order of more than one place has is shipped by two plants and two warehouses, of both ERPs, and its trace tells all of it', async () => {
  const [near = '', far = ''] = ['na', 'eu'].map((side) => plantOf(split, side));
  const rest = 5;
  const order = await enter(split, split.at['columbus']! + split.at[near]! + split.at['rotterdam']! + rest);
  await quiet.ended(instanceOf(order), 'paid');
  const parts = {
    ...{ columbus: split.at['columbus']!, rotterdam: split.at['rotterdam']! },
    ...{ [near]: split.at[near]!, [far]: rest },
  };
  await until(async () => sameAs(await partsOf(order), parts));
  const invoices = () => listOf(`/invoices?order_id=${order.id}`);
  await until(async () => (await invoices()).every(({ status }) => status === 'paid'));
  expect((await invoices()).map(({ company }) => company).sort()).toEqual(['de01', 'de01', 'us01', 'us01']);
  await until(async () => (await heldByCrm(order)).fulfilment === 'shipped');
  expect((await heldByCrm(order)).shipments).toHaveLength(4);
  const told = () => listOf(`/parts?order_id=${order.id}`);
  await until(async () => (await told()).filter(({ state }) => state === 'shipped').length === 4);
  expect((await told()).map(({ site, erp_number }) => [site, typeof erp_number]).sort()).toEqual(
    Object.keys(parts)
      .sort()
      .map((site) => [site, 'string']),
  );
  const { journeys } = (await quiet.hub.ask('GET', `/trace?key=${order.number}`)) as TraceAnswer;
  const steps = journeys.flatMap((journey) => journey.steps);
  const delivered = new Set(steps.flatMap((step) => (step.kind === 'delivered' ? step.interface : [])));
  for (const target of [
    ...['na-erp/order-entry', 'eu-erp/order-entry', 'wms-columbus/deliveries', 'wms-rotterdam/deliveries'],
    ...['crm/milestones', 'crm/order-status', 'crm/order-fulfilment', 'crm/invoices'],
  ])
    expect(delivered).toContain(target);
  const recorded = steps.filter((step) => step.kind === 'recorded' && step.entity === 'invoice');
  expect(recorded.length).toBeGreaterThanOrEqual(8);
});

test('an order that the customer takes back while two ERPs have it is taken back in both, to the last reservation', async () => {
  await quiet.pace(SLOW, ['na-erp', 'eu-erp']);
  const order = await enter(lost, lost.at['columbus']! + lost.at[plantOf(lost, 'na')]! + 4);
  await until(async () => (await quiet.standing(instanceOf(order)))?.state === '{"fulfilling":"released"}');
  await quiet.crm('POST', `/orders/${order.id}/cancel`, {});
  await quiet.ended(instanceOf(order), 'cancelled');
  await quiet.pace(QUICK, ['na-erp', 'eu-erp']);
  expect(
    await quiet.american.query('select stat from oohead where extref like $1', [`so~crm~${order.number}%`]),
  ).toMatchObject({
    rows: [{ stat: '99' }, { stat: '99' }],
  });
  const european = await eu(`SalesOrders?$filter=ExternalReference ge 'so~crm~${order.number}'`);
  expect(european).toMatchObject([{ OverallStatus: 'X' }]);
  const { rows } = await quiet.database.pool.query(
    `select distinct r.state from reservation r join promise p on p.id = r.promise where p.demand = $1`,
    [`so~crm~${order.number}`],
  );
  expect(rows).toEqual([{ state: 'released' }]);
  expect(await partsOf(order)).toEqual({});
  await until(async () => (await heldByCrm(order)).fulfilment === 'cancelled');
});

test('the month that is over, of which nothing is open, is found to be ready at both companies, and each ERP closes it', async () => {
  const [{ year, month } = { year: 0, month: 0 }] = monthsAround(new Date());
  const states = async () => {
    const { rows } = await quiet.american.query('select stat from csyper where (yea4, peri) = ($1, $2)', [
      year,
      month,
    ]);
    const periods = await eu(
      `FiscalPeriods?$filter=FiscalPeriod eq '${year}-${String(month).padStart(2, '0')}'`,
    );
    return [...rows.map(({ stat }) => stat), ...periods.map(({ PeriodStatus }) => PeriodStatus)].join(' ');
  };
  await until(async () => (await states()) === '90 C');
  const found = async () => {
    const { rows } = await quiet.database.pool.query(
      `select state from process_instance where process = 'period-close'`,
    );
    return rows.map(({ state }) => state);
  };
  await until(async () => (await found()).join(' ') === 'closed closed');
});

test('in the end nothing is reserved or under way, and stock is everywhere what its system says, to the unit', async () => {
  await until(async () => (await left()) === 0);
  const { rows: parked } = await quiet.database.pool.query(
    `select interface, code from parked where state not in ('delivered', 'discarded') and code <> 'rule-violated'`,
  );
  expect(parked).toEqual([]);
  const itemKeys = await readItemKeys(quiet.database.url);
  await until(async () => judgeStock(await journals(), itemKeys).findings.length === 0);
  for (const { item, at } of [plain, split, lost]) {
    const told = await toldStock(item);
    expect(Object.keys(told).sort()).toEqual(Object.keys(at).sort());
    await until(async () => sameAs(await promisable(item), told));
  }
  // What was cancelled never moved.
  expect(await toldStock(lost.item)).toEqual(lost.at);
});

async function enter({ item }: Lying, quantity: number): Promise<{ id: string; number: string }> {
  const requested_on = inDays(30);
  const lines = [{ line: 1, sku: crmSku(item), quantity, unit: 'pcs', unit_price: '100.00' }];
  const order = {
    ...{ company: 'us01', account_id: crmAccount(customer), customer_ref: 'PO 1', requested_on },
    ...{ currency: 'USD', ship_from: 'columbus', lines },
  };
  return (await quiet.crm('POST', '/orders', order)) as never;
}

/** What the CRM holds an order to be, all its parts together. */
async function heldByCrm({ id }: { id: string }): Promise<{ fulfilment?: string; shipments?: string[] }> {
  return (await quiet.crm('GET', `/orders/${id}`)) as never;
}

/** A list of the CRM. */
async function listOf(path: string): Promise<Record<string, unknown>[]> {
  return (await quiet.crm('GET', path))['data'] as never;
}

/** A list of the European ERP. */
async function eu(path: string): Promise<Record<string, unknown>[]> {
  return (await quiet.european('GET', path))['value'] as never;
}

function instanceOf({ number }: { number: string }): string {
  return `order-to-cash~so~crm~${number}`;
}

/** How much of an order each site shipped. */
async function partsOf({ number }: { number: string }): Promise<Record<string, number>> {
  const { rows } = await quiet.database.pool.query<{ site: string; n: number }>(
    `select site, sum(r.quantity)::int as n from reservation r join promise p on p.id = r.promise
     where p.demand = $1 and r.state in ('shipped', 'done') group by site`,
    [`so~crm~${number}`],
  );
  return Object.fromEntries(rows.map(({ site, n }) => [site, n]));
}

/** What is still reserved, and what still runs. */
async function left(): Promise<number> {
  const { rows } = await quiet.database.pool.query<{ n: number }>(
    `select (select coalesce(sum(reserved), 0) from promise_balance)::int
       + (select count(*) from reservation where state in ('held', 'confirmed', 'shipped'))::int
       + (select count(*) from process_instance where status <> 'ended')::int as n`,
  );
  return rows[0]!.n;
}

function plantOf({ at }: Lying, side: string): string {
  const plants = side === 'na' ? ['detroit', 'monterrey', 'toledo'] : ['stuttgart', 'gdansk'];
  return plants.find((plant) => plant in at)!;
}

/** All three systems have a number for the items, both ERPs one for the customer, and the stock can be promised. */
async function isKnown(items: readonly Lying[]): Promise<boolean> {
  const numbers = items.map(({ item }) => crmSku(item));
  const { rows } = await quiet.database.pool.query<{ n: number }>(
    `select count(*)::int as n from observation o join observation c on c.key = o.key and c.entity = o.entity and c.system = 'crm'
     where o.system in ('na-erp', 'eu-erp') and c.local_key = any($1)`,
    [[...numbers, crmAccount(customer)]],
  );
  if (rows[0]!.n < 2 * (items.length + 1)) return false;
  for (const { item, at } of items) if (!sameAs(await promisable(item), at)) return false;
  return true;
}

/** By site, as the hub promises from it. */
async function promisable(item: number): Promise<Record<string, number>> {
  const { rows } = await quiet.database.pool.query<{ site: string; n: number }>(
    `select b.site, b.supply::int as n from promise_balance b join observation o on o.key = b.item and o.system = 'crm'
     where o.local_key = $1 and b.day = '-infinity'`,
    [crmSku(item)],
  );
  return Object.fromEntries(rows.map(({ site, n }) => [site, n]));
}

async function journals(): Promise<Map<string, JournalEntry[]>> {
  const read = async ([system, control]: [string, string]) => {
    const entries: JournalEntry[] = [];
    for (let after = 0; ; after = entries.at(-1)!.n) {
      const page = (await (await fetch(`${control}/journal?after=${after}`)).json()) as JournalEntry[];
      if (page.length === 0) return [system, entries] as const;
      entries.push(...page);
    }
  };
  return new Map(await Promise.all(Object.entries(quiet.northfield.controls).map(read)));
}

const places: Record<string, string> = {
  ...{ DET: 'detroit', MTY: 'monterrey', TOL: 'toledo', DE10: 'stuttgart', PL20: 'gdansk' },
};

/** By site, as the systems that count it say. */
async function toldStock(item: number): Promise<Record<string, number>> {
  const all = await journals();
  const found: Record<string, number> = {};
  const note = (system: string, number: string, siteOf: (place: string) => string | undefined) => {
    for (const entry of all.get(system)!) {
      if (!('told' in entry) || entry.told !== 'stock') continue;
      const [its = '', place = ''] = entry.id.split('~');
      const site = its.replace(/^0+/, '') === number ? siteOf(place) : undefined;
      if (site !== undefined) found[site] = Number(entry.state);
    }
  };
  note('na-erp', naItem(item).replace(/^0+/, ''), (place) => places[place]);
  note('eu-erp', euProduct(item), (place) => places[place]);
  note('wms-columbus', naItem(item).replace(/^0+/, ''), () => 'columbus');
  note('wms-rotterdam', euProduct(item), () => 'rotterdam');
  return found;
}

function sameAs(one: Record<string, number>, other: Record<string, number>): boolean {
  const text = (of: Record<string, number>) =>
    Object.entries(of)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .join(' ');
  return text(one) === text(other);
}
