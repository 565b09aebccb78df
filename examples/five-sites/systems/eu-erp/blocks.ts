import { type Fields, textOf } from '../plumbing/fields.ts';
import type { Book } from './book.ts';
import { decimal, system } from './codes.ts';
import { ODataError } from './errors.ts';
import { moveStock, onHandAt } from './stock.ts';

/** A block of stock is in force (B), lifted (R), or its stock was scrapped (S). */
const ends = new Set(['R', 'S']);

export function checkBlock(_book: Book, { BlockStatus }: Fields): void {
  const status = textOf(BlockStatus);
  if (status !== 'B' && !ends.has(status))
    throw new ODataError(422, 'MM/411', `BlockStatus ${status} is unknown`, 'BlockStatus');
}

/** Finished stock is blocked, up to what lies there. */
export function block(book: Book, key: string): void {
  const entry = book.get('InventoryBlocks', key)!;
  const [product, plant] = [textOf(entry['Product']), textOf(entry['Plant'])];
  const there = Math.max(0, onHandAt(book, product, plant, '0001'));
  const quantity = Math.min(Number(entry['Quantity']), there);
  book.put('InventoryBlocks', key, { ...entry, BlockedQuantity: decimal(quantity) }, system);
  if (quantity === 0) return;
  moveStock(book, { product, plant, type: '01' }, -quantity, system);
  moveStock(book, { product, plant, type: '07' }, quantity, system);
}

export function endBlock(book: Book, before: Fields, now: Fields): void {
  if (before['BlockStatus'] === now['BlockStatus']) return;
  if (before['BlockStatus'] !== 'B')
    throw new ODataError(422, 'MM/412', 'The block has ended', 'BlockStatus');
  const [product, plant] = [textOf(now['Product']), textOf(now['Plant'])];
  const quantity = Number(now['BlockedQuantity']);
  moveStock(book, { product, plant, type: '07' }, -quantity, system);
  if (now['BlockStatus'] === 'R') moveStock(book, { product, plant, type: '01' }, quantity, system);
}
