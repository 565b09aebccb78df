import { type Fields, listOf, numberOf, textOf } from '../plumbing/fields.ts';
import type { Kit } from '../plumbing/kit.ts';
import { billOrder, clearBill } from './billing.ts';
import { type Book, openBook } from './book.ts';
import { dayFromNow, decimal, ownPlants, system, warehouse } from './codes.ts';

interface Job {
  job: string;
  ref: string;
  due: number;
}

/** Does what is due: confirms orders, releases production, bills and is paid. */
export function doDueJobs(kit: Kit): void {
  const jobs = [...kit.store.collection<Job>('jobs')].filter(([, job]) => job.due <= Date.now());
  for (const [key, { job, ref }] of jobs.slice(0, 500)) {
    const book = openBook(kit);
    works[job]!(book, ref);
    book.commit([{ in: 'jobs', key }]);
  }
}

const works: Record<string, (book: Book, ref: string) => void> = {
  confirm: confirmOrder,
  release,
  bill: billOrder,
  clear: clearBill,
};

/** Items that stock covers ship; every third one and those that stock cannot cover are made first. */
function confirmOrder(book: Book, number: string): void {
  const order = book.get('SalesOrders', number)!;
  if (order['OverallStatus'] !== 'A') return;
  const items = listOf(order['Items']);
  const fromStock = items.filter((item, index) => {
    const toOrder = (Number(number) + index) % 3 === 0 || !covered(book, item);
    return (
      !toOrder ||
      !planProduction(book, textOf(item['Product']), textOf(item['RequestedQuantity']), order, item)
    );
  });
  const Items = items.map((item) => ({ ...item, Status: 'B', ConfirmedDeliveryDate: dayFromNow(10) }));
  book.put('SalesOrders', number, { ...order, OverallStatus: 'B', Items }, system);
  if (fromStock.length > 0) createDelivery(book, order, fromStock);
}

function covered(book: Book, item: Fields): boolean {
  const stock = book.get('Stock', stockId(textOf(item['Product']), warehouse, '0001'));
  const free = Number(stock?.['Quantity'] ?? 0) - Number(stock?.['ReservedQuantity'] ?? 0);
  return free >= Number(item['RequestedQuantity']);
}

export function stockId(product: string, plant: string, location: string): string {
  return `${product}~${plant}~${location}~~01`;
}

/** False when this ERP has no BOM for it at a plant of its own. */
export function planProduction(
  book: Book,
  product: string,
  quantity: string,
  order?: Fields,
  item?: Fields,
): boolean {
  let bom: Fields | undefined;
  for (const candidate of book.all('BillsOfMaterial'))
    if (
      candidate['Product'] === product &&
      ownPlants.has(textOf(candidate['Plant'])) &&
      candidate['BillOfMaterialStatus'] === '01'
    )
      bom = candidate;
  if (bom === undefined) return false;
  const number = book.number('production', 60000001);
  const factor = Number(quantity) / Number(bom['HeaderQuantity']);
  const center = textOf(bom['Plant']);
  const record = {
    ManufacturingOrder: number,
    Product: product,
    Plant: bom['Plant'],
    TotalQuantity: quantity,
    Unit: bom['HeaderUnit'],
    Status: 'PLND',
    BillOfMaterialRevision: bom['Revision'],
    Priority: 5,
    PlannedStart: dayFromNow(1),
    PlannedEnd: dayFromNow(3),
    SalesOrder: order?.['SalesOrder'] ?? '',
    SalesOrderItem: item?.['SalesOrderItem'] ?? '',
    YieldQuantity: '0',
    ScrapQuantity: '0',
    CreationDateTime: new Date().toISOString(),
    Components: listOf(bom['Items']).map((part) => ({
      ItemNumber: part['ItemNumber'],
      Product: part['Component'],
      RequiredQuantity: decimal(Number(part['Quantity']) * factor),
      Unit: part['Unit'],
      Operation: '0010',
    })),
    Operations: [
      { Operation: '0010', WorkCenter: `${center}-MON`, Text: 'Montage', Status: 'CRTD' },
      { Operation: '0020', WorkCenter: `${center}-PRF`, Text: 'Prüfen und Packen', Status: 'CRTD' },
    ],
  };
  book.put('ProductionOrders', number, record, system);
  book.job('release', number, 2);
  book.count({ emitted: 'productionOrders' });
  return true;
}

function release(book: Book, number: string): void {
  const order = book.get('ProductionOrders', number)!;
  if (order['Status'] !== 'PLND') return;
  const Operations = listOf(order['Operations']).map((operation) => ({ ...operation, Status: 'REL' }));
  book.put('ProductionOrders', number, { ...order, Status: 'REL', Operations }, system);
}

/** A delivery from Rotterdam, with what it ships reserved. */
export function createDelivery(book: Book, order: Fields, items: Fields[]): void {
  const number = book.number('delivery', 80000001);
  const partner = book.get('BusinessPartners', textOf(order['SoldToParty'])) ?? {};
  let weight = 0;
  for (const item of items) {
    const product = book.get('Products', textOf(item['Product']));
    weight += Number(item['RequestedQuantity']) * (numberOf(product?.['GrossWeight']) ?? 0);
    changeStock(
      book,
      textOf(item['Product']),
      warehouse,
      '0001',
      0,
      Number(item['RequestedQuantity']),
      system,
    );
  }
  const record = {
    DeliveryDocument: number,
    SalesOrder: order['SalesOrder'],
    ShipToParty: order['SoldToParty'],
    ShippingPlant: warehouse,
    Status: 'A',
    PlannedGoodsIssueDate: dayFromNow(1),
    PlannedDeliveryDate: dayFromNow(4),
    GrossWeight: decimal(weight),
    WeightUnit: 'KG',
    ShipTo: {
      Name: partner['Name'],
      Street: partner['Street'],
      City: partner['City'],
      PostalCode: partner['PostalCode'],
      Country: partner['Country'],
    },
    CreationDateTime: new Date().toISOString(),
    Items: items.map((item) => ({
      DeliveryDocumentItem: item['SalesOrderItem'],
      Product: item['Product'],
      Quantity: item['RequestedQuantity'],
      Unit: item['Unit'],
      Batch: '',
      ShippedQuantity: '0',
    })),
  };
  book.put('Deliveries', number, record, system);
  book.count({ emitted: 'deliveries' });
}

/** What runs out at a plant is bought anew at once. */
export function changeStock(
  book: Book,
  product: string,
  plant: string,
  location: string,
  quantity: number,
  reserved: number,
  user: string,
): void {
  const StockID = stockId(product, plant, location);
  const known = book.get('Stock', StockID);
  let onHand = Number(known?.['Quantity'] ?? 0) + quantity;
  if (onHand < 0 && location === '0002') onHand += 2000;
  const Unit = known?.['Unit'] ?? book.get('Products', product)?.['BaseUnit'];
  const record = {
    ...{
      StockID,
      Product: product,
      Plant: plant,
      StorageLocation: location,
      Batch: '',
      StockType: '01',
      Unit,
    },
    Quantity: decimal(onHand),
    ReservedQuantity: decimal(Math.max(0, Number(known?.['ReservedQuantity'] ?? 0) + reserved)),
  };
  book.put('Stock', StockID, record, user);
}
