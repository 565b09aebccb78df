import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Hub, startHub } from '../../src/main.ts';
import { loadModel } from '../../src/quality/loadModel.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { temporaryFolder, until } from '../process.ts';
import { explode, inNormalForm, parseCsv, type Row } from './adventureworksFiles.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const landscape = path.join(root, 'examples/adventureworks/landscape');
const folder = path.join(root, '../shared/data/adventureworks');
const isThere = existsSync(path.join(folder, 'Product.csv'));
if (!isThere) console.warn(`skipped: the AdventureWorks files are not in ${folder}`);

const UNITS: Record<string, string> = {
  EA: 'EA',
  OZ: 'OZA',
  IN: 'INH',
  LB: 'LBR',
  G: 'GRM',
  CM: 'CMT',
  '': '',
};
const ORDER_STATUS: Record<string, string> = { 1: 'draft', 2: 'approved', 3: 'cancelled', 4: 'closed' };

describe.skipIf(!isThere)('AdventureWorks', () => {
  let database: TestDatabase;
  let target: TestDatabase;
  let hub: Hub | undefined;
  let files: Record<string, Row[]>;
  let rowsRead: number;

  beforeAll(async () => {
    database = await testDatabase();
    target = await testDatabase();
    await target.pool.query(await readFile(path.join(landscape, 'systems/datamart/target.sql'), 'utf8'));
    hub = await start();
    files = await readFiles(hub);
    rowsRead = Object.values(files).reduce((sum, rows) => sum + rows.length, 0);
    await until(async () => (await messagesSeen()) === rowsRead && (await isDelivered(hub!)));
  });

  afterAll(async () => {
    await hub?.stop();
    await target.drop();
    await database.drop();
  });

  test('every row of every file is in a record, or left out for a reason that is counted', async () => {
    expect(
      await table(`select entity, count(*)::int as count from record group by entity order by entity`),
    ).toEqual([
      { entity: 'bom', count: 238 },
      { entity: 'customer', count: 701 },
      { entity: 'inventoryPosition', count: 1069 },
      { entity: 'item', count: 504 },
      { entity: 'purchaseOrder', count: 4012 },
      { entity: 'supplier', count: 104 },
    ]);
    const persons = files['Customer']!.filter((row) => row['StoreID'] === '').length;
    const tops = files['BillOfMaterials']!.filter((row) => row['ProductAssemblyID'] === '').length;
    expect([persons, tops]).toEqual([18_484, 103]);
    expect(await table('select name, skipped::int from source where skipped > 0 order by name')).toEqual([
      { name: 'adventureworks/bom-lines', skipped: tops },
      { name: 'adventureworks/store-accounts', skipped: persons },
    ]);
  });

  test('rows that named what was not there yet waited and went on; nothing is parked', async () => {
    expect(await table(`select state, code from parked where state <> 'delivered'`)).toEqual([]);
    const waited = await table(`select distinct code from parked`);
    expect(waited).toEqual(waited.length === 0 ? [] : [{ code: 'reference-unknown' }]);
  });

  test('products arrive with their numbers, names, and measures in canonical units', async () => {
    const expected = files['Product']!.map((row) => ({
      product_id: row['ProductID'],
      number: row['ProductNumber'],
      name: row['Name'],
      status: row['SellEndDate'] ? 'phaseOut' : 'active',
      weight: inNormalForm(row['Weight']!),
      weight_unit: UNITS[row['WeightUnitMeasureCode']!],
      size: row['SizeUnitMeasureCode'] ? row['Size'] : '',
      size_unit: UNITS[row['SizeUnitMeasureCode']!],
    }));
    expect(
      await mart(`
        select product_id, number, name, status, coalesce(trim_scale(weight)::text, '') as weight, coalesce(weight_unit, '') as weight_unit,
          coalesce(size::text, '') as size, coalesce(size_unit, '') as size_unit
        from item order by product_id::int`),
    ).toEqual(sorted(expected, 'product_id'));
  });

  test('each row of a bill is one line of its assembly, with component, quantity, unit and days', async () => {
    const expected = bomRows().map((row) => ({
      line: row['BillOfMaterialsID'],
      assembly: row['ProductAssemblyID'],
      component: row['ComponentID'],
      quantity: inNormalForm(row['PerAssemblyQty']!),
      unit: UNITS[row['UnitMeasureCode']!],
      from: row['StartDate']!.slice(0, 10),
      to: row['EndDate']!.slice(0, 10),
    }));
    expect(expected).toHaveLength(2576);
    expect(
      await mart(`
        select l.line_no as line, a.product_id as assembly, c.product_id as component, trim_scale(l.quantity)::text as quantity,
          l.unit, l.valid_from::text as from, coalesce(l.valid_to::text, '') as to
        from bom_line l join bom b using (bom) join item a on a.item = b.item join item c on c.item = l.item
        order by l.line_no::int`),
    ).toEqual(sorted(expected, 'line'));
  });

  test('units of a bill convert to those of its components, except for tape, of which a pack holds who knows how much', async () => {
    const { units } = await loadModel();
    const lines = await mart(
      'select c.name, l.unit as used, c.unit as stocked from bom_line l join item c using (item) order by c.name',
    );
    const strays = lines.filter(({ used, stocked }) => !units.factor(String(used), String(stocked)));
    expect(strays).toHaveLength(9);
    expect(new Set(strays.map(({ name }) => name))).toEqual(
      new Set(['HL Grip Tape', 'LL Grip Tape', 'ML Grip Tape']),
    );
  });

  test('the explosion of every product at the top, on a day, is that of the files', async () => {
    const day = '2010-12-31';
    const tops = files['BillOfMaterials']!.filter((row) => !row['ProductAssemblyID'] && !row['EndDate']);
    const expected = tops.flatMap((row) => explode(bomRows(), row['ComponentID']!, day));
    const bicycle = expected.filter(({ top }) => top === '749');
    expect(Math.max(...bicycle.map(({ level }) => level))).toBeGreaterThan(2);
    const exploded = await mart(
      `with recursive line as (
         select a.product_id as assembly, c.product_id as component, l.quantity
         from bom_line l join bom b using (bom) join item a on a.item = b.item join item c on c.item = l.item
         where l.valid_from <= $1 and coalesce(l.valid_to, 'infinity') >= $1
       ), explosion as (
         select assembly as top, component, 1 as level, quantity from line where assembly = any($2)
         union all
         select e.top, line.component, e.level + 1, e.quantity * line.quantity
         from explosion e join line on line.assembly = e.component
       )
       select top, component, level, trim_scale(sum(quantity))::text as quantity
       from explosion group by 1, 2, 3`,
      [day, tops.map((row) => row['ComponentID'])],
    );
    expect(byText(exploded)).toEqual(byText(expected));
  });

  test('vendors and stores are suppliers and customers, with their addresses', async () => {
    const seats = new Map(files['VendorWithAddresses']!.map((row) => [row['BusinessEntityID'], row]));
    const vendors = files['Vendor']!.map((row) => ({
      number: row['AccountNumber'],
      name: row['Name'],
      status: row['ActiveFlag'] === 'True' ? 'active' : 'inactive',
      city: seats.get(row['BusinessEntityID'])!['City'],
      country: 'US',
    }));
    const suppliers = await mart('select number, name, status, city, country from supplier');
    expect(byText(suppliers)).toEqual(byText(vendors));

    const addresses = files['StoreWithAddresses']!;
    const accounts = files['Customer']!.filter((row) => row['StoreID'] && !row['PersonID']);
    const stores = accounts.map((account) => {
      const own = addresses.filter((row) => row['BusinessEntityID'] === account['StoreID']);
      const seat = own.find((row) => row['AddressType'] === 'Main Office')!;
      return {
        number: account['AccountNumber'],
        name: seat['Name'],
        city: seat['City'],
        addresses: own.length,
      };
    });
    expect(stores).toHaveLength(701);
    expect(byText(await mart('select number, name, city, addresses from customer'))).toEqual(byText(stores));
  });

  test('every account of a store is a key of its customer; of the people behind it nothing is kept', async () => {
    const keys = new Map(
      (
        await table(
          `select local_key, key from observation where system = 'adventureworks' and entity = 'customer'`,
        )
      ).map((row) => [row['local_key'], row['key']]),
    );
    const accounts = files['Customer']!.filter((row) => row['StoreID']);
    expect(keys.size).toBe(701 + accounts.length);
    expect(new Set(keys.values()).size).toBe(701);
    const strays = accounts.filter(
      (row) => keys.get(row['CustomerID']) !== keys.get(`store-${row['StoreID']}`),
    );
    expect(strays).toEqual([]);
    expect(
      await table(
        `select key from record where entity = 'customer' and data::text ~ 'contacts|StoreSurvey|PersonID'`,
      ),
    ).toEqual([]);
  });

  test('stock is counted by product and location', async () => {
    const expected = files['ProductInventory']!.map((row) => ({
      product: row['ProductID'],
      location: row['LocationID'],
      quantity: row['Quantity'],
    }));
    const stock = await mart(
      'select i.product_id as product, s.location, trim_scale(s.quantity)::text as quantity from stock s join item i using (item) where s.unit = i.unit',
    );
    expect(byText(stock)).toEqual(byText(expected));
  });

  test('header and lines of each purchase order meet, and its lines add up to its amount', async () => {
    const vendors = new Map(files['Vendor']!.map((row) => [row['BusinessEntityID'], row['AccountNumber']]));
    const orders = files['PurchaseOrderHeader']!.map((row) => ({
      number: row['PurchaseOrderID'],
      status: ORDER_STATUS[row['Status']!],
      supplier: vendors.get(row['VendorID']),
      ordered_on: row['OrderDate']!.slice(0, 10),
      total: inNormalForm(row['SubTotal']!),
      of_lines: inNormalForm(row['SubTotal']!),
      currency: 'USD',
    }));
    expect(
      await mart(`
        select o.number, o.status, s.number as supplier, o.ordered_on::text, trim_scale(o.total)::text as total, o.currency,
          (select trim_scale(sum(l.quantity * l.price))::text from purchase_order_line l where l.purchase_order = o.purchase_order) as of_lines
        from purchase_order o join supplier s using (supplier) order by o.number::int`),
    ).toEqual(sorted(orders, 'number'));
  });

  test('each row of an order is one line, with product, quantity, price, receipt and date', async () => {
    const lines = files['PurchaseOrderDetail']!.map((row) => ({
      line: row['PurchaseOrderDetailID'],
      order: row['PurchaseOrderID'],
      product: row['ProductID'],
      quantity: inNormalForm(row['OrderQty']!),
      price: inNormalForm(row['UnitPrice']!),
      received: inNormalForm(row['ReceivedQty']!),
      due: row['DueDate']!.slice(0, 10),
    }));
    expect(
      await mart(`
        select l.line_no as line, o.number as order, i.product_id as product, trim_scale(l.quantity)::text as quantity,
          trim_scale(l.price)::text as price, trim_scale(l.received)::text as received, l.due::text
        from purchase_order_line l join purchase_order o using (purchase_order) join item i using (item) order by l.line_no::int`),
    ).toEqual(sorted(lines, 'line'));
  });

  test('a fresh hub that reads all files again finds each row a duplicate and changes nothing', async () => {
    const before = await state();
    await again();
    expect(await outcomes()).toEqual({ accepted: 0, unchanged: 0, duplicate: rowsRead, skipped: 0 });
    expect(await state()).toEqual(before);
  });

  test('even when it has forgotten which rows it was given, nothing changes', async () => {
    const before = await state();
    await database.pool.query('truncate inbox');
    await again();
    const leftOut = 18_484 + 103;
    expect(await outcomes()).toEqual({
      accepted: 0,
      unchanged: rowsRead - leftOut,
      duplicate: 0,
      skipped: leftOut,
    });
    expect(await state()).toEqual(before);
  });

  async function start(): Promise<Hub> {
    return startHub(landscape, {
      host: '127.0.0.1',
      port: 0,
      databaseUrl: database.url,
      dataFolder: await temporaryFolder('adventureworks'),
      logLevel: 'error',
      url: '',
      environment: { ADVENTUREWORKS: folder, ADVENTUREWORKS_TARGET: target.url },
    });
  }

  /** A hub of its own on the same database reads every file from its beginning. */
  async function again(): Promise<void> {
    await hub?.stop();
    await database.pool.query(
      'update source set cursor = null, accepted = 0, unchanged = 0, duplicate = 0, skipped = 0',
    );
    hub = await start();
    await until(async () => {
      const counts = Object.values(await outcomes());
      return counts.reduce((sum, count) => sum + count) >= rowsRead && isDelivered(hub!);
    });
  }

  /** What a run without effect leaves as it is. */
  async function state() {
    const [row] = await table(`
      select (select position from ledger_head)::int as head, (select count(*)::int from ledger) as entries,
        (select sum(version)::int from record) as versions, (select md5(string_agg(key || data::text, '' order by key)) from record) as records,
        (select count(*)::int from receipt) as receipts, (select sum(delivered)::int from subscription) as delivered,
        (select count(*)::int from observation) as observations, (select count(*)::int from parked) as parked`);
    return row!;
  }

  async function outcomes(): Promise<Record<string, number>> {
    const [row] = await table(`
      select sum(accepted)::int as accepted, sum(unchanged)::int as unchanged, sum(duplicate)::int as duplicate, sum(skipped)::int as skipped
      from source`);
    return row as Record<string, number>;
  }

  async function messagesSeen(): Promise<number> {
    const [row] = await table('select count(*)::int as count from inbox');
    return row!['count'] as number;
  }

  /** Nothing waits, and each target has had all entries of its entity. */
  async function isDelivered({ landscape }: Hub): Promise<boolean> {
    const targets = [...landscape.systems.get('datamart')!.interfaces.values()];
    const [row] = await table(
      `select not exists (select from parked where state not in ('delivered', 'discarded'))
         and not exists (
           select from unnest($1::text[], $2::text[]) as t (name, entity) join subscription s using (name)
           join ledger l on l.entity = t.entity and l.position > s.position) as done`,
      [targets.map(({ id }) => id), targets.map(({ entity }) => entity)],
    );
    return row!['done'] as boolean;
  }

  function bomRows(): Row[] {
    return files['BillOfMaterials']!.filter((row) => row['ProductAssemblyID'] !== '');
  }

  async function table(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await database.pool.query(text, values)).rows;
  }

  async function mart(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await target.pool.query(text, values)).rows;
  }
});

/** Every file that the landscape reads, by its name without ending. */
async function readFiles({ landscape }: Hub): Promise<Record<string, Row[]>> {
  const files: Record<string, Row[]> = {};
  for (const declared of landscape.systems.get('adventureworks')!.interfaces.values()) {
    if (declared.direction !== 'source') continue;
    const name = String(declared.read['pattern']);
    files[path.parse(name).name] = parseCsv(await readFile(path.join(folder, name), 'utf8'));
  }
  return files;
}

function sorted<T extends Record<string, unknown>>(rows: T[], by: string): T[] {
  return rows.toSorted((a, b) => Number(a[by]) - Number(b[by]));
}

/** In an order that both sides share. */
function byText(rows: Record<string, unknown>[]): string[] {
  return rows
    .map((row) =>
      JSON.stringify(Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))),
    )
    .sort();
}
