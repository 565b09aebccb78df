import { afterAll, beforeAll, expect, test } from 'vitest';
import { finishedCount } from '../../examples/five-sites/systems/world/items.ts';
import { euProduct, naItem, unpadded } from '../../examples/five-sites/systems/world/keys.ts';
import { makeWorld } from '../../examples/five-sites/systems/world/world.ts';
import { until } from '../process.ts';
import { type QuietNorthfield, startQuietNorthfield } from '../quietNorthfield.ts';

const world = makeWorld(1);
const QUICK = 50;
const SLOW = 20_000;

type Lying = (typeof world.stock)[number];
const [whole, short, back] = lyingAt('detroit') as [Lying, Lying, Lying];
const [westward, kept] = lyingAt('gdansk') as [Lying, Lying];

let running: QuietNorthfield;

beforeAll(async () => {
  running = await startQuietNorthfield(QUICK, ['intercompany-transfer']);
  await until(async () => {
    const { rows } = await running.database.pool.query(
      `select from observation a join observation b on b.key = a.key and b.entity = 'item' and b.system = 'na-erp'
       where a.system = 'eu-erp' and a.entity = 'item' and a.local_key = any($1)`,
      [[whole, short, back, westward, kept].map(({ item }) => euProduct(item))],
    );
    return rows.length === 5;
  });
});
afterAll(() => running.stop());

test('what Gdańsk orders of Detroit leaves the one ERP, is received in the other, and each company has its invoice', async () => {
  const before = await inGdansk(whole);
  const order = await enter(whole, 20);
  await running.ended(instanceOf(order), 'settled');
  expect(await inDetroit(whole)).toBe(whole.quantity - 20);
  expect(await inGdansk(whole)).toBe(before + 20);
  const [owed, owing] = [await american(order), await european(order)];
  expect(owed).toMatchObject({ divi: 'DE1', drcr: 'D', cucd: 'USD', stat: '20' });
  expect(owing).toMatchObject({
    ...{ DebitCreditCode: 'H', Currency: 'USD', SupplierInvoiceIDByInvcgParty: unpadded(owed!['ivno']!) },
    Items: [{ Quantity: '20', Product: euProduct(whole.item) }],
  });
  expect(Number(owing!['NetAmount'])).toBeCloseTo(Number(owed!['ivam']), 0);
  const invoice = { status: 'issued', company: 'us01', site: 'detroit', number: unpadded(owed!['ivno']!) };
  expect(await inHub(`to~eu-erp~${order}`)).toMatchObject({
    receivable: { ...invoice, parties: [{ role: 'soldTo', site: 'gdansk' }] },
    payable: {
      ...{ status: 'approved', company: 'de01', site: 'gdansk', invoiceNumber: invoice.number },
      parties: [{ role: 'supplier', site: 'detroit' }],
    },
  });
});

test('what Toledo orders of Gdańsk goes the other way: left the European ERP, is received in the American one, and each company has its invoice', async () => {
  const before = await inToledo(westward);
  const order = await enterInToledo(westward, 15);
  await running.ended(instanceOf(order, 'na-erp'), 'settled');
  expect(await inGdansk(westward)).toBe(westward.quantity - 15);
  expect(await inToledo(westward)).toBe(before + 15);
  const [owed, owing] = [await european(order, 'na-erp'), await american(order, 'na-erp')];
  expect(owed).toMatchObject({ DebitCreditCode: 'S', Items: [{ Quantity: '15' }] });
  expect(owing).toMatchObject({ drcr: 'C', sino: owed!['TransferInvoice'] });
  expect(Number(owed!['NetAmount'])).toBeCloseTo(Number(owing!['ivam']), 0);
  expect(await inHub(`to~na-erp~${order}`)).toMatchObject({
    receivable: { status: 'issued', company: 'de01', site: 'gdansk', number: owed!['TransferInvoice'] },
    payable: { status: 'approved', company: 'us01', site: 'toledo', invoiceNumber: owed!['TransferInvoice'] },
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
  await running.hub.ask('POST', `/process/v1/intercompany-transfer/to~eu-erp~${order}/signal`, {
    ...{ signal: 'issue-short', reason: 'the rest is ordered anew' },
  });
  await running.ended(instanceOf(order), 'settled');
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
});

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
  const msgid = `toledo-${item}`;
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
    'select ivno, divi, drcr, sino, cucd, ivam::text as ivam, stat from ocinvh where trref = $1',
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
