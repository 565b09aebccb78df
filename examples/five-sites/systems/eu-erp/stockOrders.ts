import { type Fields, textOf } from '../plumbing/fields.ts';
import type { Book } from './book.ts';
import { ODataError } from './errors.ts';
import { explode, plan } from './production.ts';

/** Production that somebody asks for under a reference: by the BOM of the plant that is named. */
export function planStockOrder(book: Book, number: string): void {
  const order = book.get('ProductionOrders', number)!;
  book.put(
    'ProductionOrders',
    number,
    { ...order, ...exploded(book, order) },
    textOf(order['LastChangedByUser']),
  );
  plan(book, number);
}

/** It is taken back (DLFL) while no plant has begun. */
export function checkStockOrder(_book: Book, before: Fields, now: Fields): void {
  if (before['Status'] === now['Status'] || before['Status'] === 'PLND' || before['Status'] === 'REL') return;
  throw new ODataError(422, 'CO/121', `Order ${textOf(now['ManufacturingOrder'])} is in work`, 'Status');
}

export function exploded(book: Book, order: Fields): Fields {
  const [product, plant] = [textOf(order['Product']), textOf(order['Plant'])];
  const found = explode(book, product, textOf(order['TotalQuantity']), new Set([plant]));
  if (found === undefined)
    throw new ODataError(422, 'CO/122', `Product ${product} is not made at ${plant}`, 'Product');
  return found;
}
