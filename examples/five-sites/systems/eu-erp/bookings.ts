import { type Fields, listOf, numberOf, textOf } from '../plumbing/fields.ts';
import type { Book } from './book.ts';
import { system, unitCodes, warehouse } from './codes.ts';
import { ODataError } from './errors.ts';
import { createDelivery, pickDelivery, shipDelivery } from './shipping.ts';
import { changeStock } from './stock.ts';

const kinds = new Set(['START', 'PART', 'FINAL']);

/** Books progress; the last operation's final one completes the order and ships what was made to order. */
export function bookConfirmation(book: Book, body: Fields, user: string): void {
  const id = textOf(body['ConfirmationID']);
  const number = textOf(body['ManufacturingOrder']);
  const order = book.get('ProductionOrders', number);
  if (id === '') throw new ODataError(400, 'CO/001', 'ConfirmationID is missing', 'ConfirmationID');
  if (order === undefined)
    throw new ODataError(422, 'CO/101', `Order ${number} does not exist`, 'ManufacturingOrder');
  if (order['Status'] === 'DLFL')
    throw new ODataError(422, 'CO/110', `Order ${number} is deleted`, 'ManufacturingOrder');
  const kind = textOf(body['ConfirmationKind']);
  if (!kinds.has(kind)) throw new ODataError(422, 'CO/111', `Kind ${kind} is unknown`, 'ConfirmationKind');
  const good = quantityOf(body, 'YieldQuantity');
  const scrap = quantityOf(body, 'ScrapQuantity');
  const isNew = book.once(`cnf ${id}`);
  book.note({ took: 'confirmations', id, outcome: isNew ? 'accepted' : 'repeated' });
  if (!isNew) return;
  const operations = listOf(order['Operations']);
  const isLast = operations.at(-1)?.['Operation'] === body['Operation'];
  const Operations = operations.map((operation) =>
    operation['Operation'] === body['Operation']
      ? { ...operation, Status: kind === 'FINAL' ? 'CNF' : 'PCNF' }
      : operation,
  );
  const done = order['Status'] === 'CNF' || (isLast && kind === 'FINAL');
  const changed = {
    ...order,
    Status: done ? 'CNF' : 'PCNF',
    YieldQuantity: String(Number(order['YieldQuantity']) + (isLast ? good : 0)),
    ScrapQuantity: String(Number(order['ScrapQuantity']) + scrap),
    Operations,
  };
  book.put('ProductionOrders', number, changed, user);
  if (done && order['Status'] !== 'CNF' && order['SalesOrder'] !== '') shipMade(book, order);
}

function shipMade(book: Book, order: Fields): void {
  const salesOrder = book.get('SalesOrders', textOf(order['SalesOrder']));
  const item = listOf(salesOrder?.['Items']).find(
    (candidate) => candidate['SalesOrderItem'] === order['SalesOrderItem'],
  );
  if (salesOrder === undefined || item === undefined || salesOrder['OverallStatus'] === 'X') return;
  const quantity = Number(item['RequestedQuantity']);
  const [from, to] = [textOf(order['Plant']), textOf(salesOrder['ShippingPlant'])];
  if (from !== to) {
    changeStock(book, textOf(item['Product']), from, '0001', -quantity, 0, system);
    changeStock(book, textOf(item['Product']), to, '0001', quantity, 0, system);
  }
  createDelivery(book, salesOrder, [item]);
}

/** +1 adds to stock, -1 takes from it. */
const directions: Record<string, number> = {
  '261': -1,
  '101': 1,
  '551': -1,
  '601': -1,
  '311': 0,
  '701': 1,
  '702': -1,
};

export function bookMovement(book: Book, body: Fields, user: string): void {
  const id = textOf(body['MovementID']);
  const type = textOf(body['GoodsMovementType']);
  const product = textOf(body['Product']);
  const direction = directions[type];
  if (id === '') throw new ODataError(400, 'M7/001', 'MovementID is missing', 'MovementID');
  if (direction === undefined)
    throw new ODataError(422, 'M7/020', `Movement type ${type} is unknown`, 'GoodsMovementType');
  if (book.get('Products', product) === undefined)
    throw new ODataError(422, 'MM/305', `Product ${product} does not exist`, 'Product');
  requireUnit(body['Unit'], 'Unit');
  const quantity = quantityOf(body, 'Quantity') * (body['Unit'] === 'DZ' ? 12 : 1);
  const isNew = book.once(`mov ${id}`);
  book.note({ took: 'movements', id, outcome: isNew ? 'accepted' : 'repeated' });
  if (!isNew) return;
  const plant = textOf(body['Plant']) || warehouse;
  const location =
    textOf(body['StorageLocation']) || (plant === warehouse || type === '101' ? '0001' : '0002');
  if (direction !== 0)
    changeStock(book, product, plant, location, direction * quantity, type === '601' ? -quantity : 0, user);
  const delivery = textOf(body['Delivery']);
  if (type === '311' && delivery !== '') pickDelivery(book, delivery, user);
  if (type === '601' && delivery !== '')
    shipDelivery(book, delivery, { product, quantity, at: textOf(body['OccurredAt']) }, user);
}

export function requireUnit(unit: unknown, target: string): void {
  if (!unitCodes.has(textOf(unit)))
    throw new ODataError(422, 'BM/302', `Unit ${textOf(unit)} is not defined`, target);
}

/** A decimal of at least 0; absent is 0. */
export function quantityOf(body: Fields, field: string): number {
  const value = numberOf(body[field] ?? '0');
  if (value === undefined || value < 0)
    throw new ODataError(422, 'M7/021', `${field} ${textOf(body[field])} is not a quantity`, field);
  return value;
}
