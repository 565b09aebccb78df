import { afterAll, beforeAll, expect, test } from 'vitest';
import { finishedCount } from '../../examples/five-sites/systems/world/items.ts';
import { euProduct, naItem, unpadded } from '../../examples/five-sites/systems/world/keys.ts';
import { priceOfSender } from '../../examples/five-sites/systems/world/transferPrice.ts';
import { makeWorld } from '../../examples/five-sites/systems/world/world.ts';
import { until } from '../process.ts';
import { type QuietNorthfield, startQuietNorthfield } from '../quietNorthfield.ts';

const world = makeWorld(1);
const QUICK = 50;
const SLOW = 20_000;

type Lying = (typeof world.stock)[number];
const [whole, short, back] = lyingAt('detroit') as [Lying, Lying, Lying];
const [westward, kept, cheap] = lyingAt('gdansk') as [Lying, Lying, Lying];

let running: QuietNorthfield;
let entered = 0;

beforeAll(async () => {
  running = await startQuietNorthfield(QUICK, ['intercompany-transfer']);
  await until(async () => {
    const { rows } = await running.database.pool.query(
      `select from observation a join observation b on b.key = a.key and b.entity = 'item' and b.system = 'na-erp'
       where a.system = 'eu-erp' and a.entity = 'item' and a.local_key = any($1)`,
      [[whole, short, back, westward, kept, cheap].map(({ item }) => euProduct(item))],
    );
    return rows.length === 6;
  });
});
afterAll(() => running.stop());

test('what Gdańsk orders of Detroit leaves the one ERP, is received in the other, and the invoices of both companies are cleared', async () => {
  const before = await inGdansk(whole);
  const order = await enter(whole, 20);
  await running.ended(instanceOf(order), 'cleared');
  expect(await inDetroit(whole)).toBe(whole.quantity - 20);
  expect(await inGdansk(whole)).toBe(before + 20);
  const [owed, owing] = [await american(order), await european(order)];
  expect(owed).toMatchObject({
    ...{ divi: 'DE1', drcr: 'D', cucd: 'USD', stat: '90', clam: owed!['ivam'], cldf: '0' },
    clrf: owing!['TransferInvoice'],
  });
  expect(owing).toMatchObject({
    ...{ DebitCreditCode: 'H', Currency: 'USD', SupplierInvoiceIDByInvcgParty: unpadded(owed!['ivno']!) },
    ...{ Status: 'C', ClearingReference: unpadded(owed!['ivno']!) },
    Items: [{ Quantity: '20', Product: euProduct(whole.item) }],
  });
  expect(Number(owing!['NetAmount'])).toBeCloseTo(Number(owed!['ivam']), 0);
  expect(Number(owing!['ClearingAmount'])).toBe(Number(owed!['ivam']));
  const invoice = { status: 'paid', company: 'us01', site: 'detroit', number: unpadded(owed!['ivno']!) };
  expect(await inHub(`to~eu-erp~${order}`)).toMatchObject({
    receivable: {
      ...{ ...invoice, parties: [{ role: 'soldTo', site: 'gdansk' }], match: { state: 'matched' } },
      payments: [{ ref: unpadded(owed!['clno']!), amount: { currency: 'USD' } }],
    },
    payable: {
      ...{ status: 'paid', company: 'de01', site: 'gdansk', invoiceNumber: invoice.number },
      parties: [{ role: 'supplier', site: 'detroit' }],
    },
  });
});

test('what Toledo orders of Gdańsk goes the other way: left the European ERP, is received in the American one, and the invoices of both companies are cleared', async () => {
  const before = await inToledo(westward);
  const order = await enterInToledo(westward, 15);
  await running.ended(instanceOf(order, 'na-erp'), 'cleared');
  expect(await inGdansk(westward)).toBe(westward.quantity - 15);
  expect(await inToledo(westward)).toBe(before + 15);
  const [owed, owing] = [await european(order, 'na-erp'), await american(order, 'na-erp')];
  expect(owed).toMatchObject({ DebitCreditCode: 'S', Status: 'C', Items: [{ Quantity: '15' }] });
  expect(owing).toMatchObject({ drcr: 'C', stat: '90', sino: owed!['TransferInvoice'] });
  expect(Number(owed!['NetAmount'])).toBeCloseTo(Number(owing!['ivam']), 0);
  expect(await inHub(`to~na-erp~${order}`)).toMatchObject({
    receivable: { status: 'paid', company: 'de01', site: 'gdansk', number: owed!['TransferInvoice'] },
    payable: { status: 'paid', company: 'us01', site: 'toledo', invoiceNumber: owed!['TransferInvoice'] },
  });
});

test('what Toledo takes back before it has left Gdańsk is taken back in both ERPs', async () => {
  await running.pace(SLOW, ['eu-erp']);
  const order = await enterInToledo(kept, 10);
  await until(async () => (await running.standing(instanceOf(order, 'na-erp')))?.state === 'issuing');
  await running.stage('stg_tro', { msgid: `${order}-back`, actn: 'X', trno: order });
  await running.ended(instanceOf(order, 'na-erp'), 'withdrawn');
  await running.pace(QUICK, ['eu-erp']);
  const reference = `to~na-erp~${order}`;
  const { value } = await running.european(
    'GET',
    `OutboundDeliveries?$filter=ExternalReference eq '${reference}'`,
  );
  expect(value).toMatchObject([{ Status: 'X' }]);
  const { rows } = await running.american.query('select stat, inst from mdohed where extref = $1', [
    reference,
  ]);
  expect(rows).toEqual([{ stat: '99', inst: '99' }]);
  expect(await inGdansk(kept)).toBe(kept.quantity);
  expect(await european(order, 'na-erp')).toBeUndefined();
});

test('of what Detroit has too little of, a person lets go what there was; no more is received and invoiced', async () => {
  const before = await inGdansk(short);
  const order = await enter(short, short.quantity + 15);
  await until(async () => {
    const found = await running.standing(instanceOf(order));
    const [book] = (found?.context['books'] ?? []) as { issued: string }[];
    return found?.state === 'issuing' && book?.issued === String(short.quantity);
  });
  await decide(instanceOf(order), 'issue-short');
  await running.ended(instanceOf(order), 'cleared');
  expect(await inGdansk(short)).toBe(before + short.quantity);
  expect(await european(order)).toMatchObject({ Items: [{ Quantity: String(short.quantity) }] });
});

test('an order that is taken back before it has left is taken back in both ERPs', async () => {
  await running.pace(SLOW, ['na-erp']);
  const order = await enter(back, 10);
  await until(async () => (await running.standing(instanceOf(order)))?.state === 'issuing');
  await running.european('PATCH', `TransferOrders('${order}')`, { Status: 'X' });
  await running.ended(instanceOf(order), 'withdrawn');
  const { rows } = await running.american.query('select stat from mdohed where extref = $1', [
    `to~eu-erp~${order}`,
  ]);
  expect(rows).toEqual([{ stat: '99' }]);
  const { value } = await running.european('GET', `InboundDeliveries?$filter=TransferOrder eq '${order}'`);
  expect(value).toMatchObject([{ Status: 'X' }]);
  expect(await inDetroit(back)).toBe(back.quantity);
  expect(await american(order)).toBeUndefined();
  await running.pace(QUICK, ['na-erp']);
});

test('what Detroit charges by last year’s prices a person has it correct, and what it corrects is cleared in both ERPs', async () => {
  const order = await byOldPrice('eu-erp', () => enter(whole, 5));
  await until(async () => (await running.standing(instanceOf(order)))?.state === 'differing');
  const { compared } = (await running.standing(instanceOf(order)))!.context as unknown as Comparison;
  const [owed, owing] = [await american(order), await european(order)];
  expect(compared.differences).toMatchObject([{ is: 'amount', difference: compared.difference }]);
  expect(Number(compared.sold.amount)).toBe(Number(owed!['ivam']));
  expect(Number(compared.bought.amount)).toBe(Number(owing!['NetAmount']));
  expect(Number(compared.difference)).toBeCloseTo(Number(owing!['NetAmount']) / 11, 0);
  await decide(instanceOf(order), 'ask-sender');
  await running.ended(instanceOf(order), 'cleared');
  const corrected = await american(order);
  expect(Number(corrected!['ivam'])).toBeCloseTo(Number(owing!['NetAmount']), 0);
  expect(corrected).toMatchObject({ stat: '90', dsrs: null });
  expect(await european(order)).toMatchObject({ Status: 'C' });
  const { receivable } = await inHub(`to~eu-erp~${order}`);
  expect(receivable).toMatchObject({ status: 'paid', net: { amount: String(Number(corrected!['ivam'])) } });
  expect((receivable as { holds?: object[] }).holds ?? []).toEqual([]);
});

test('what Gdańsk charges too little of a person accepts, and Toledo books the difference as it clears what it owes', async () => {
  const order = await byOldPrice('na-erp', () => enterInToledo(cheap, 5));
  await until(async () => (await running.standing(instanceOf(order, 'na-erp')))?.state === 'differing');
  await decide(instanceOf(order, 'na-erp'), 'accept');
  await running.ended(instanceOf(order, 'na-erp'), 'cleared');
  const [owed, owing] = [await european(order, 'na-erp'), await american(order, 'na-erp')];
  expect(Number(owed!['ClearingAmount'])).toBe(Number(owed!['NetAmount']));
  expect(Number(owing!['clam'])).toBe(Number(owed!['NetAmount']));
  expect(Number(owing!['cldf'])).toBeCloseTo(Number(owing!['ivam']) - Number(owed!['NetAmount']), 6);
  expect(await inHub(`to~na-erp~${order}`)).toMatchObject({
    receivable: { status: 'paid', match: { state: 'matched' } },
    payable: {
      ...{ status: 'paid', payments: [{ amount: { amount: String(Number(owing!['clam'])) } }] },
      match: { state: 'differs', differences: [{ kind: 'price' }] },
    },
  });
});

interface Comparison {
  compared: {
    sold: { amount: string };
    bought: { amount: string };
    difference: string;
    differences: object[];
  };
}

/** An order that its sender charges by the prices of last year. */
async function byOldPrice(enteredAt: string, order: () => Promise<string>): Promise<string> {
  for (;;) {
    const number = await order();
    if (priceOfSender(`to~${enteredAt}~${number}`) === 'lastYear') return number;
  }
}

async function decide(id: string, signal: string): Promise<void> {
  const about = id.replace('intercompany-transfer~', '');
  await running.hub.ask('POST', `/process/v1/intercompany-transfer/${about}/signal`, {
    ...{ signal, reason: 'asked the controller' },
  });
}

/** Finished goods of both companies that lie at a plant, enough of each. */
function lyingAt(plant: string): Lying[] {
  return world.stock.filter(
    ({ item, site, status, quantity }) =>
      item < finishedCount &&
      world.items[item]!.sides.length === 2 &&
      site === plant &&
      status === 'unrestricted' &&
      quantity > 40,
  );
}

async function enter({ item }: Lying, quantity: number): Promise<string> {
  const line = {
    TransferOrderItem: '0010',
    Product: euProduct(item),
    Quantity: String(quantity),
    Unit: 'ST',
  };
  const { TransferOrder } = await running.european('POST', 'TransferOrders', {
    ...{ SupplyingPlant: 'US10', ReceivingPlant: 'PL20', Items: [line] },
  });
  return TransferOrder as string;
}

/** What Toledo orders of Gdańsk, as the people of the American ERP enter it. */
async function enterInToledo({ item }: Lying, quantity: number): Promise<string> {
  const msgid = `toledo-${++entered}`;
  await running.american.query(
    `insert into stg_trl (msgid, ponr, itno, trqt, unms) values ($1, 10, $2, $3, 'PCE')`,
    [msgid, unpadded(naItem(item)), quantity],
  );
  return unpadded(await running.stage('stg_tro', { msgid, actn: 'O', faci: 'GDA', tofa: 'TOL' }));
}

/** The process that follows a transfer order. */
function instanceOf(order: string, enteredAt = 'eu-erp'): string {
  return `intercompany-transfer~to~${enteredAt}~${order}`;
}

async function inToledo({ item }: Lying): Promise<number> {
  return inAmerica('TOL', item);
}

async function inDetroit({ item }: Lying): Promise<number> {
  return inAmerica('DET', item);
}

async function inAmerica(facility: string, item: number): Promise<number> {
  const { rows } = await running.american.query<{ n: number }>(
    `select stqt::int as n from mitloc where faci = $1 and whsl = 'FG01' and ltrim(itno, '0') = $2 and stas = '2'`,
    [facility, unpadded(naItem(item))],
  );
  return rows[0]?.n ?? 0;
}

async function inGdansk({ item }: Lying): Promise<number> {
  const { value } = await running.european(
    'GET',
    `Stock?$filter=Product eq '${euProduct(item)}' and Plant eq 'PL20' and StorageLocation eq '0001' and StockType eq '01'`,
  );
  return Number((value as { Quantity: string }[])[0]?.Quantity ?? 0);
}

/** The invoice for a transfer in the American ERP. */
async function american(order: string, enteredAt = 'eu-erp'): Promise<Record<string, string> | undefined> {
  const { rows } = await running.american.query(
    `select ivno, divi, drcr, sino, cucd, ivam::text as ivam, stat, dsrs, clno, clrf, clam::text as clam, cldf::text as cldf from ocinvh where trref = $1`,
    [`to~${enteredAt}~${order}`],
  );
  return rows[0];
}

/** And in the European one. */
async function european(order: string, enteredAt = 'eu-erp'): Promise<Record<string, unknown> | undefined> {
  const reference = `to~${enteredAt}~${order}`;
  const { value } = await running.european(
    'GET',
    `TransferInvoices?$filter=TransferReference eq '${reference}'`,
  );
  return (value as Record<string, unknown>[])[0];
}

/** The invoices of both companies for a transfer, as the hub holds them, by who pays. */
async function inHub(order: string): Promise<Record<string, unknown>> {
  const { rows } = await running.database.pool.query<{ data: { direction: string } }>(
    `select data from record where entity = 'invoice' and data::jsonb -> 'refs' @> jsonb_build_array(jsonb_build_object('key', $1::text))`,
    [order],
  );
  return Object.fromEntries(rows.map(({ data }) => [data.direction, data]));
}
