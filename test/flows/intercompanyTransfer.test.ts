import { afterAll, beforeAll, expect, test } from 'vitest';
import { finishedCount } from '../../examples/five-sites/systems/world/items.ts';
import { euProduct, naItem, unpadded } from '../../examples/five-sites/systems/world/keys.ts';
import { makeWorld } from '../../examples/five-sites/systems/world/world.ts';
import { until } from '../process.ts';
import { type QuietNorthfield, startQuietNorthfield } from '../quietNorthfield.ts';

const world = makeWorld(1);
const QUICK = 50;
const SLOW = 20_000;

/** Finished goods of both companies that lie in Detroit, enough of each. */
const [whole, short, back] = world.stock.filter(
  ({ item, site, status, quantity }) =>
    item < finishedCount &&
    world.items[item]!.sides.length === 2 &&
    site === 'detroit' &&
    status === 'unrestricted' &&
    quantity > 40,
) as [Lying, Lying, Lying];
type Lying = (typeof world.stock)[number];

let running: QuietNorthfield;

beforeAll(async () => {
  running = await startQuietNorthfield(QUICK, ['intercompany-transfer']);
  await until(async () => {
    const { rows } = await running.database.pool.query(
      `select from observation a join observation b on b.key = a.key and b.entity = 'item' and b.system = 'na-erp'
       where a.system = 'eu-erp' and a.entity = 'item' and a.local_key = any($1)`,
      [[whole, short, back].map(({ item }) => euProduct(item))],
    );
    return rows.length === 3;
  });
});
afterAll(() => running.stop());

test('what Gdańsk orders of Detroit leaves the one ERP, is received in the other, and each company has its invoice', async () => {
  const before = await inGdansk(whole);
  const order = await enter(whole, 20);
  await running.ended(instanceOf(order), 'settled');
  expect(await inDetroit(whole)).toBe(whole.quantity - 20);
  expect(await inGdansk(whole)).toBe(before + 20);
  const [owed, owing] = [await receivable(order), await payable(order)];
  expect(owed).toMatchObject({ divi: 'DE1', cucd: 'USD', stat: '20' });
  expect(owing).toMatchObject({
    Currency: 'USD',
    Items: [{ Quantity: '20', Product: euProduct(whole.item) }],
  });
  expect(Number(owing!['NetAmount'])).toBeCloseTo(Number(owed!['ivam']), 0);
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
  expect(await payable(order)).toMatchObject({ Items: [{ Quantity: String(short.quantity) }] });
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
  expect(await receivable(order)).toBeUndefined();
});

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

/** The process that follows a transfer order. */
function instanceOf(order: string): string {
  return `intercompany-transfer~to~eu-erp~${order}`;
}

async function inDetroit({ item }: Lying): Promise<number> {
  const { rows } = await running.american.query<{ n: number }>(
    `select stqt::int as n from mitloc where faci = 'DET' and whsl = 'FG01' and ltrim(itno, '0') = $1 and stas = '2'`,
    [unpadded(naItem(item))],
  );
  return rows[0]!.n;
}

async function inGdansk({ item }: Lying): Promise<number> {
  const { value } = await running.european(
    'GET',
    `Stock?$filter=Product eq '${euProduct(item)}' and Plant eq 'PL20' and StorageLocation eq '0001' and StockType eq '01'`,
  );
  return Number((value as { Quantity: string }[])[0]?.Quantity ?? 0);
}

/** What the American company is owed for a transfer. */
async function receivable(order: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await running.american.query(
    'select divi, cucd, ivam::text as ivam, stat from ocinvh where trref = $1',
    [`to~eu-erp~${order}`],
  );
  return rows[0];
}

/** What the European company owes for it. */
async function payable(order: string): Promise<Record<string, unknown> | undefined> {
  const reference = `to~eu-erp~${order}`;
  const { value } = await running.european(
    'GET',
    `TransferInvoices?$filter=TransferReference eq '${reference}'`,
  );
  return (value as Record<string, unknown>[])[0];
}
