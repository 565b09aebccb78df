import { type Fields, listOf, textOf } from '../plumbing/fields.ts';
import type { Book } from './book.ts';
import { dayFromNow, decimal, ownPlants, system } from './codes.ts';
import { changeStock, freeAt } from './stock.ts';

/** What it is made for, or at which plants it may be made. */
interface Purpose {
  order?: Fields;
  item?: Fields;
  plants?: ReadonlySet<string>;
}

/** False when this ERP has no BOM for it at one of the plants. */
export function planProduction(
  book: Book,
  product: string,
  quantity: string,
  { order, item, plants = ownPlants }: Purpose = {},
): boolean {
  const exploded = explode(book, product, quantity, plants);
  if (exploded === undefined) return false;
  const number = book.number('production', 60000001);
  const record = {
    ManufacturingOrder: number,
    ...exploded,
    SalesOrder: order?.['SalesOrder'] ?? '',
    SalesOrderItem: item?.['SalesOrderItem'] ?? '',
    CreationDateTime: new Date().toISOString(),
  };
  book.put('ProductionOrders', number, record, system);
  plan(book, number);
  return true;
}

/** Is released some time later. */
export function plan(book: Book, number: string): void {
  book.job('release', number, 2);
  book.count({ emitted: 'productionOrders' });
}

/** So much of a product by its BOM at one of the plants; nothing when it is not made there. */
export function explode(
  book: Book,
  product: string,
  quantity: string,
  plants: ReadonlySet<string>,
): Fields | undefined {
  let bom: Fields | undefined;
  for (const candidate of book.all('BillsOfMaterial'))
    if (
      candidate['Product'] === product &&
      plants.has(textOf(candidate['Plant'])) &&
      candidate['BillOfMaterialStatus'] === '01'
    )
      bom = candidate;
  if (bom === undefined) return undefined;
  const factor = Number(quantity) / Number(bom['HeaderQuantity']);
  const center = textOf(bom['Plant']);
  return {
    Product: product,
    Plant: bom['Plant'],
    TotalQuantity: quantity,
    Unit: bom['HeaderUnit'],
    Status: 'PLND',
    BillOfMaterialRevision: bom['Revision'],
    Priority: 5,
    PlannedStart: dayFromNow(1),
    PlannedEnd: dayFromNow(3),
    YieldQuantity: '0',
    ScrapQuantity: '0',
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
}

export function release(book: Book, number: string): void {
  const order = book.get('ProductionOrders', number)!;
  if (order['Status'] !== 'PLND') return;
  const Operations = listOf(order['Operations']).map((operation) => ({ ...operation, Status: 'REL' }));
  book.put('ProductionOrders', number, { ...order, Status: 'REL', Operations }, system);
}

/** What is made for an order that is cancelled, unless a plant has begun. */
export function cancelProduction(book: Book, salesOrder: string, user: string): void {
  for (const order of [...book.all('ProductionOrders')])
    if (order['SalesOrder'] === salesOrder && (order['Status'] === 'PLND' || order['Status'] === 'REL'))
      book.put('ProductionOrders', textOf(order['ManufacturingOrder']), { ...order, Status: 'DLFL' }, user);
}

const low = 20;

/** What a plant is low on it makes anew; what it does not make itself comes from a sister plant at once. */
export function replenish(book: Book, product: string, plant: string): void {
  if (freeAt(book, product, plant, '0001') >= low) return;
  for (const order of book.all('ProductionOrders'))
    if (
      order['Product'] === product &&
      order['Plant'] === plant &&
      order['SalesOrder'] === '' &&
      order['Status'] !== 'CNF' &&
      order['Status'] !== 'DLFL'
    )
      return;
  const isMade = planProduction(book, product, '60', { plants: new Set([plant]) });
  if (!isMade) changeStock(book, product, plant, '0001', 100, 0, system);
}
