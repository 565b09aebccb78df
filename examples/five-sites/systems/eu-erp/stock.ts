import type { Book } from './book.ts';
import { decimal, warehouse } from './codes.ts';

export function stockId(product: string, plant: string, location: string, type = '01'): string {
  return `${product}~${plant}~${location}~~${type}`;
}

/** What is there and reserved for nothing. */
export function freeAt(book: Book, product: string, plant: string, location: string): number {
  const stock = book.get('Stock', stockId(product, plant, location));
  return Number(stock?.['Quantity'] ?? 0) - Number(stock?.['ReservedQuantity'] ?? 0);
}

/** What runs out is bought anew at once, or in the warehouse delivered from the plants. */
function topUp(plant: string, location: string, onHand: number): number {
  if (location === '0002') return onHand < 0 ? 2000 : 0;
  return plant === warehouse && onHand < 20 ? 200 - Math.min(0, Math.floor(onHand)) : 0;
}

/** In the product's base unit. */
export function changeStock(
  book: Book,
  product: string,
  plant: string,
  location: string,
  quantity: number,
  reserved: number,
  user: string,
): void {
  const left = onHandAt(book, product, plant, location) + quantity;
  const onHand = quantity < 0 ? left + topUp(plant, location, left) : left;
  putStock(book, { product, plant, location, type: '01', onHand, reserved }, user);
}

/** Stock in a state, which is not bought anew when it runs out. */
export function moveStock(
  book: Book,
  { product, plant, type }: { product: string; plant: string; type: '01' | '07' },
  quantity: number,
  user: string,
): void {
  const onHand = onHandAt(book, product, plant, '0001', type) + quantity;
  putStock(book, { product, plant, location: '0001', type, onHand, reserved: 0 }, user);
}

export function onHandAt(book: Book, product: string, plant: string, location: string, type = '01'): number {
  return Number(book.get('Stock', stockId(product, plant, location, type))?.['Quantity'] ?? 0);
}

interface Stock {
  product: string;
  plant: string;
  location: string;
  type: '01' | '07';
  onHand: number;
  /** More, or less, than was reserved. */
  reserved: number;
}

function putStock(
  book: Book,
  { product, plant, location, type, onHand, reserved }: Stock,
  user: string,
): void {
  const StockID = stockId(product, plant, location, type);
  const known = book.get('Stock', StockID);
  const Unit = known?.['Unit'] ?? book.get('Products', product)?.['BaseUnit'];
  const record = {
    ...{
      StockID,
      Product: product,
      Plant: plant,
      StorageLocation: location,
      Batch: '',
      StockType: type,
      Unit,
    },
    Quantity: decimal(onHand),
    ReservedQuantity: decimal(Math.max(0, Number(known?.['ReservedQuantity'] ?? 0) + reserved)),
  };
  book.put('Stock', StockID, record, user);
}
