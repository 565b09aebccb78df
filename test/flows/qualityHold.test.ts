import { afterAll, beforeAll, expect, test } from 'vitest';
import { finishedCount } from '../../examples/five-sites/systems/world/items.ts';
import {
  crmAccount,
  crmSku,
  euProduct,
  naItem,
  unpadded,
} from '../../examples/five-sites/systems/world/keys.ts';
import { makeWorld } from '../../examples/five-sites/systems/world/world.ts';
import { inDays, until } from '../process.ts';
import { type QuietNorthfield, startQuietNorthfield } from '../quietNorthfield.ts';

const world = makeWorld(1);
const QUICK = 50;
/** What is ordered then stays in the ERP as it was entered. */
const SLOW = 3_600_000;

/** Finished goods that lie free in Rotterdam, enough of each. */
const [freed, scrapped] = world.stock.filter(
  ({ item, site, status, quantity }) =>
    item < finishedCount && site === 'rotterdam' && status === 'unrestricted' && quantity > 40,
) as [(typeof world.stock)[number], (typeof world.stock)[number]];

/** Finished goods that lie in Columbus, and at three places besides. */
const [sold, unsold] = world.items.slice(0, finishedCount).flatMap(({ index }) => {
  const rows = world.stock.filter((row) => row.item === index && row.status === 'unrestricted');
  const columbus = rows.find(({ site }) => site === 'columbus');
  const isEverywhere = rows.length === 4 && rows.every(({ quantity }) => quantity >= 30);
  return columbus !== undefined && isEverywhere ? [{ item: index, quantity: columbus.quantity }] : [];
}) as [Lying, Lying];
const customer = world.customers.findIndex(({ sides }) => sides.length === 2);

interface Lying {
  item: number;
  quantity: number;
}

let running: QuietNorthfield;

beforeAll(async () => {
  running = await startQuietNorthfield(QUICK, ['quality-hold', 'order-to-cash']);
  await until(async () => {
    const known = [freed, scrapped].map(({ item }) => euProduct(item));
    const { rows } = await running.database.pool.query(
      `select from observation where system = 'eu-erp' and entity = 'item' and local_key = any($1)`,
      [known],
    );
    const lie = [await promisable(sold), await promisable(unsold)];
    return rows.length === known.length && lie.every((sites) => Object.keys(sites).length === 4);
  });
});
afterAll(() => running.stop());

test('what quality holds in Rotterdam is blocked in the ERP and in the WMS, and its release frees it in both', async () => {
  const { european } = running;
  const product = euProduct(freed.item);
  const { QualityNotification } = await hold(product, 'NL30', 30);
  const instance = instanceOf(QualityNotification);
  await until(() => isAt(instance, 'held'));
  expect(await inErp(product)).toEqual({ '01': freed.quantity - 30, '07': 30 });
  expect(await inWms(product)).toEqual({ available: freed.quantity - 30, hold: 30 });
  await until(async () => (await inRotterdam(product)).blocked === 30);
  await until(async () => (await inRotterdam(product)).unrestricted === freed.quantity - 30);
  await european('PATCH', `QualityNotifications('${QualityNotification}')`, { UsageDecision: 'A' });
  await running.ended(instance, 'released');
  expect(await inErp(product)).toEqual({ '01': freed.quantity, '07': 0 });
  expect(await inWms(product)).toEqual({ available: freed.quantity, hold: 0 });
});

test('what quality scraps is written off in the ERP and taken out in the WMS', async () => {
  const { european } = running;
  const product = euProduct(scrapped.item);
  const { QualityNotification } = await hold(product, 'NL30', 12);
  const instance = instanceOf(QualityNotification);
  await until(() => isAt(instance, 'held'));
  await european('PATCH', `QualityNotifications('${QualityNotification}')`, { UsageDecision: 'S' });
  await running.ended(instance, 'scrapped');
  expect(await inErp(product)).toEqual({ '01': scrapped.quantity - 12, '07': 0 });
  expect(await inWms(product)).toEqual({ available: scrapped.quantity - 12, hold: 0 });
});

test('what quality scraps in Columbus is blocked and written off in the American ERP, and kept from being picked and taken out in the WMS', async () => {
  const instance = instanceOf(await holdInColumbus(unsold, 24), 'na-erp~quality-');
  await until(() => isAt(instance, 'held'));
  expect(await inAmericanErp(unsold)).toEqual({ '2': unsold.quantity - 24, '3': 24 });
  await until(async () =>
    sameAs(await inColumbus(unsold), { unrestricted: unsold.quantity - 24, blocked: 24 }),
  );
  await decide(instance, 'S');
  await running.ended(instance, 'scrapped');
  expect(await inAmericanErp(unsold)).toEqual({ '2': unsold.quantity - 24, '3': 0 });
  await until(async () =>
    sameAs(await inColumbus(unsold), { unrestricted: unsold.quantity - 24, blocked: 0 }),
  );
});

test('an order that is promised from Columbus is promised and entered at another site once quality holds what lies there, and the release frees it again', async () => {
  await running.pace(SLOW, ['na-erp']);
  const first = await order(sold, 3);
  await until(async () => (await promisedAt(first)).join() === 'columbus');
  await until(async () => (await entered(first)).join() === 'COL 20');
  const instance = instanceOf(await holdInColumbus(sold, sold.quantity), 'na-erp~quality-');
  await until(() => isAt(instance, 'held'));
  const [elsewhere = 'columbus'] = await promisedAt(first);
  expect(elsewhere).not.toBe('columbus');
  await until(async () => (await entered(first)).includes('COL 99'));
  await until(async () => (await entered(first)).filter((each) => each.endsWith('20')).length === 1);
  expect((await promisable(sold))['columbus']).toBe(0);
  await decide(instance, 'A');
  await running.ended(instance, 'released');
  await until(async () => (await promisable(sold))['columbus'] === sold.quantity);
  const second = await order(sold, sold.quantity);
  await until(async () => (await promisedAt(second)).join() === 'columbus');
});

/** The number of the notification. */
async function holdInColumbus({ item }: Lying, quantity: number): Promise<string> {
  const row = { actn: 'N', itno: unpadded(naItem(item)), faci: 'COL', qnqt: String(quantity), unms: 'PCE' };
  return unpadded(await running.stage('stg_qno', { msgid: `hold-${item}`, ...row, txt: 'seal leaks' }));
}

async function decide(instance: string, udec: string): Promise<void> {
  const qnno = instance.split('-').at(-1)!;
  await running.stage('stg_qno', { msgid: `decide-${qnno}`, actn: 'D', qnno, udec });
}

async function order({ item }: Lying, quantity: number): Promise<string> {
  const lines = [{ line: 1, sku: crmSku(item), quantity, unit: 'pcs', unit_price: '100.00' }];
  const { number } = await running.crm('POST', '/orders', {
    ...{ company: 'us01', account_id: crmAccount(customer), customer_ref: 'PO 1', requested_on: inDays(30) },
    ...{ currency: 'USD', ship_from: 'columbus', lines },
  });
  return `so~crm~${number}`;
}

/** The sites from which an order is promised. */
async function promisedAt(order: string): Promise<string[]> {
  const { rows } = await running.database.pool.query<{ site: string }>(
    `select distinct r.site from reservation r join promise p on p.id = r.promise
     where p.demand = $1 and r.state in ('held', 'confirmed') order by r.site`,
    [order],
  );
  return rows.map(({ site }) => site);
}

/** Where the American ERP has parts of an order, and in what state. */
async function entered(order: string): Promise<string[]> {
  const { rows } = await running.american.query<{ whlo: string; stat: string }>(
    `select whlo, stat from oohead where extref like $1`,
    [`${order}%`],
  );
  return rows.map(({ whlo, stat }) => `${whlo} ${stat}`);
}

/** By site, as the hub promises from it. */
async function promisable({ item }: Lying): Promise<Record<string, number>> {
  const { rows } = await running.database.pool.query<{ site: string; n: number }>(
    `select b.site, b.supply::int as n from promise_balance b join observation o on o.key = b.item and o.system = 'crm'
     where o.local_key = $1 and b.day = '-infinity'`,
    [crmSku(item)],
  );
  return Object.fromEntries(rows.map(({ site, n }) => [site, n]));
}

/** By STAS. */
async function inAmericanErp({ item }: Lying): Promise<Record<string, number>> {
  const { rows } = await running.american.query<{ stas: string; n: number }>(
    `select stas, stqt::int as n from mitloc where faci = 'COL' and whsl = 'A01' and itno = $1`,
    [naItem(item)],
  );
  return Object.fromEntries(rows.map(({ stas, n }) => [stas, n]));
}

function sameAs(one: Record<string, number>, other: Record<string, number>): boolean {
  return Object.keys(other).every((state) => one[state] === other[state]);
}

async function hold(
  product: string,
  plant: string,
  quantity: number,
): Promise<{ QualityNotification: string }> {
  return (await running.european('POST', 'QualityNotifications', {
    ...{
      Product: product,
      Plant: plant,
      Quantity: String(quantity),
      Unit: 'ST',
      ShortText: 'Dichtung undicht',
    },
  })) as never;
}

/** The process that follows a notification of either ERP. */
function instanceOf(notification: string, erp = 'eu-erp~'): string {
  return `quality-hold~${erp}${notification}`;
}

async function isAt(instance: string, state: string): Promise<boolean> {
  return (await running.standing(instance))?.state === state;
}

/** By type of stock. */
async function inErp(product: string): Promise<Record<string, number>> {
  const { value } = (await running.european(
    'GET',
    `Stock?$filter=Product eq '${product}' and Plant eq 'NL30'`,
  )) as {
    value: { StockType: string; Quantity: string }[];
  };
  return Object.fromEntries(value.map(({ StockType, Quantity }) => [StockType, Number(Quantity)]));
}

async function inWms(product: string): Promise<Record<string, number>> {
  const { WMS_ROTTERDAM_URL, WMS_ROTTERDAM_KEY } = running.northfield.env;
  const headers = { 'x-api-key': WMS_ROTTERDAM_KEY! };
  const answer = await fetch(`${WMS_ROTTERDAM_URL}/stock?size=500`, { headers });
  const { items } = (await answer.json()) as { items: { sku: string; status: string; qty: number }[] };
  return Object.fromEntries(
    items.filter(({ sku }) => sku === product).map(({ status, qty }) => [status, qty]),
  );
}

function inRotterdam(product: string): Promise<Record<string, number>> {
  return inHub('rotterdam', 'eu-erp', product);
}

function inColumbus({ item }: Lying): Promise<Record<string, number>> {
  return inHub('columbus', 'na-erp', unpadded(naItem(item)));
}

/** By its state, as the hub knows of the WMS what lies there of an item of the ERP. */
async function inHub(site: string, erp: string, number: string): Promise<Record<string, number>> {
  const { rows } = await running.database.pool.query<{ state: string; n: number }>(
    `select distinct on (l.subject) l.data->'record'->>'stockStatus' as state, (l.data->'record'->'onHand'->>'value')::int as n
     from ledger l join observation o on o.system = $2 and o.entity = 'item' and o.local_key = $3
     where l.entity = 'inventoryPosition' and l.type = 'inventoryPosition.changed' and l.subject like 'ivp~' || o.key || '~' || $1 || '~%'
     order by l.subject, l.position desc`,
    [site, erp, number],
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}
