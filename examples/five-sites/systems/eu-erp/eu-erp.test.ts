import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningSystem } from '../plumbing/system.ts';
import { eventually, testOptions } from '../testing.ts';
import { euCustomer, euProduct } from '../world/keys.ts';
import { makeWorld } from '../world/world.ts';
import { start } from './start.ts';

const world = makeWorld(1);
let options: Awaited<ReturnType<typeof testOptions>>;
let erp: RunningSystem;

beforeAll(async () => {
  options = await testOptions();
  erp = await start(options);
});
afterAll(async () => {
  await erp.stop();
  await options.clean();
});

// biome-ignore lint/suspicious/noExplicitAny: what a test reads from JSON it also checks
type Answer = { status: number; headers: Headers; body: any };

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { EU_ERP_URL, EU_ERP_USER, EU_ERP_PASSWORD } = erp.addresses;
  const authorization = `Basic ${Buffer.from(`${EU_ERP_USER}:${EU_ERP_PASSWORD}`).toString('base64')}`;
  const init = {
    method,
    headers: { authorization, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const response = await fetch(`${EU_ERP_URL}/${path}`, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

async function all(path: string): Promise<Record<string, string>[]> {
  const records = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const { body }: Answer = await call('GET', next);
    records.push(...body.value);
    next = body['@odata.nextLink'];
  }
  return records;
}

describe('eu-erp', () => {
  test('gives out its part of the world page by page, in order of change, none twice', async () => {
    const products = await all('Products');
    expect(products).toHaveLength(1600);
    expect(new Set(products.map((product) => product['Product'])).size).toBe(1600);
    expect(products.map((product) => product['LastChangeDateTime'])).toEqual(
      products.map((product) => product['LastChangeDateTime']).sort(),
    );
    expect(await all('BillsOfMaterial')).toHaveLength(180);
    expect(await all(`BusinessPartners?$filter=Role eq 'CUSTOMER'`)).toHaveLength(210);
  });

  test('shows only what changed since, and by whom', async () => {
    const since = new Date().toISOString();
    const put = await call('PUT', `Products(ExternalReference='itm_9')`, {
      ProductDescription: 'Neu',
      BaseUnit: 'ST',
      GlobalTradeItemNumber: '4099999000004',
    });
    expect(put.status).toBe(201);
    const changed = await all(`Products?$filter=LastChangeDateTime ge ${since}`);
    expect(changed).toMatchObject([
      { Product: put.body.Product, LastChangedByUser: 'LINESHAFT', ExternalReference: 'itm_9' },
    ]);
  });

  test('changes nothing without a fresh ETag', async () => {
    const key = `Products('${euProduct(world.items.find((item) => item.sides.includes('eu'))!.index)}')`;
    const { headers } = await call('GET', key);
    const etag = headers.get('etag')!;
    expect((await call('PATCH', key, { ProductDescription: 'A' })).status).toBe(428);
    expect((await call('PATCH', key, { ProductDescription: 'A' }, { 'if-match': etag })).status).toBe(200);
    expect((await call('PATCH', key, { ProductDescription: 'B' }, { 'if-match': etag })).status).toBe(412);
    expect((await call('GET', key, undefined, { 'if-none-match': etag })).status).toBe(200);
  });

  test('knows a write that comes again, by its key and by what identifies the thing', async () => {
    const body = { Role: 'SUPPLIER', Name: 'Neu GmbH', Country: 'DE', DUNSNumber: '999000111' };
    const first = await call('POST', 'BusinessPartners', body, { 'idempotency-key': 'k1' });
    const again = await call('POST', 'BusinessPartners', body, { 'idempotency-key': 'k1' });
    expect(again.body.BusinessPartner).toBe(first.body.BusinessPartner);
    expect(await call('POST', 'BusinessPartners', body)).toMatchObject({
      status: 409,
      body: { error: { target: first.body.BusinessPartner } },
    });
  });

  test('refuses with its own words', async () => {
    const bom = {
      Product: euProduct(world.items.find((item) => item.sides.includes('eu'))!.index),
      Plant: 'DE10',
      Items: [{ ItemNumber: '0010', Component: '79999999', Unit: 'ST' }],
    };
    expect((await call('POST', 'BillsOfMaterial', bom)).body.error).toMatchObject({
      code: 'MM/305',
      target: 'Items/0010',
    });
    expect((await call('GET', 'Products?$filter=nonsense')).status).toBe(400);
  });

  test('makes an order into production and deliveries, and ships what is moved', async () => {
    const bom = world.boms.find((candidate) => candidate.side === 'eu' && candidate.item < 280)!;
    const customer = world.customers.find((party) => party.sides.includes('eu'))!;
    const Items = ['000010', '000020', '000030'].map((SalesOrderItem) => ({
      SalesOrderItem,
      Product: euProduct(bom.item),
      RequestedQuantity: '2',
      Unit: 'ST',
      NetPrice: '12.345',
    }));
    const order = await call('PUT', `SalesOrders(ExternalReference='so~crm~1')`, {
      SoldToParty: euCustomer(customer.index),
      Items,
    });
    const production = await eventually(
      async () =>
        (
          await all(`ProductionOrders?$filter=SalesOrder eq '${order.body.SalesOrder}' and Status eq 'REL'`)
        )[0],
    );
    for (const Operation of ['0010', '0020']) {
      const body = {
        ConfirmationID: `c${Operation}`,
        ManufacturingOrder: production['ManufacturingOrder'],
        Operation,
        ConfirmationKind: 'FINAL',
        YieldQuantity: '2',
        Unit: 'ST',
      };
      expect((await call('POST', 'Confirmations', body)).status).toBe(201);
      expect((await call('POST', 'Confirmations', body)).status).toBe(201);
    }
    expect((await call('GET', `ProductionOrders('${production['ManufacturingOrder']}')`)).body).toMatchObject(
      { Status: 'CNF', YieldQuantity: '2' },
    );
    const deliveries = await all(`Deliveries?$filter=SalesOrder eq '${order.body.SalesOrder}'`);
    for (const delivery of deliveries)
      for (const item of delivery['Items'] as unknown as Record<string, string>[]) {
        const MovementID = `${delivery['DeliveryDocument']}~${item['DeliveryDocumentItem']}`;
        const body = {
          MovementID,
          GoodsMovementType: '601',
          Product: item['Product'],
          Plant: 'NL30',
          Quantity: item['Quantity'],
          Unit: 'ST',
          Delivery: delivery['DeliveryDocument'],
        };
        expect((await call('POST', 'GoodsMovements', body)).status).toBe(201);
      }
    expect(
      (await all(`Deliveries?$filter=SalesOrder eq '${order.body.SalesOrder}'`)).every(
        (delivery) => delivery['Status'] === 'C',
      ),
    ).toBe(true);
  });

  test('makes one bill for an order when all of it has shipped, and the money comes some time later', async () => {
    const [bill, ...more] = await eventually(async () => {
      const bills = await all(`BillingDocuments?$filter=Status eq 'C'`);
      return bills.length > 0 && bills;
    });
    expect(more).toEqual([]);
    expect(bill).toMatchObject({
      NetAmount: '74.07',
      TaxAmount: '14.07',
      TotalAmount: '88.14',
      Items: [{ NetAmount: '24.69' }, { NetAmount: '24.69' }, { NetAmount: '24.69' }],
    });
  });

  test('clears an invoice between the companies once, and only with what it comes to', async () => {
    const Product = euProduct(world.items.find((item) => item.sides.includes('eu'))!.index);
    const path = `TransferInvoices(ExternalReference='inv~transfer~1')`;
    const wanted = {
      ...{ TransferReference: 'to~na-erp~6000001', DebitCreditCode: 'S', Plant: 'PL20' },
      Items: [{ TransferOrderItem: '10', Product, Quantity: '5', Unit: 'ST' }],
    };
    const { TransferInvoice } = (await call('PUT', path, wanted)).body;
    const shown = async () => (await call('GET', `TransferInvoices('${TransferInvoice}')`)).body;
    const { NetAmount } = await shown();
    const patch = (body: object) =>
      call('PATCH', `TransferInvoices('${TransferInvoice}')`, body, { 'if-match': '*' });
    const clearing = {
      Status: 'C',
      ClearingAmount: `${Number(NetAmount) - 1}`,
      ClearingReference: '7000001',
    };
    expect((await patch(clearing)).body.error.code).toBe('F5/702');
    expect((await patch({ DisputeReason: 'amount' })).status).toBe(200);
    expect((await patch({ ...clearing, ClearingDifferenceAmount: '1' })).status).toBe(200);
    const cleared = await shown();
    expect(cleared).toMatchObject({ Status: 'C', NetAmount, DisputeReason: '' });
    expect((await patch({ ...clearing, ClearingDifferenceAmount: '1' })).status).toBe(200);
    expect((await call('PUT', path, wanted)).status).toBe(200);
    expect((await shown()).ClearingDocument).toBe(cleared.ClearingDocument);
    expect((await shown()).Items).toEqual(cleared.Items);
    const more = { ...wanted, Items: [{ ...wanted.Items[0], Quantity: '6' }] };
    expect((await call('PUT', path, more)).body.error.code).toBe('F5/351');
  });

  test('says 429 and when to come again, above its limit', async () => {
    await erp.faults.throttle(0);
    const refused = await call('GET', 'Products');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    await erp.faults.heal();
    expect((await call('GET', 'Products?$top=1')).body.value).toHaveLength(1);
  });

  test('remembers all after a restart', async () => {
    const before = await all('Products');
    await erp.stop();
    erp = await start(options);
    expect(await all('Products')).toEqual(before);
  });
});
