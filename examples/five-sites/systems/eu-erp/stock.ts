import type { Book } from './book.ts';
import { decimal, warehouse } from './codes.ts';

export function stockId(product: string, plant: string, location: string): string {
  return `${product}~${plant}~${location}~~01`;
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
  const StockID = stockId(product, plant, location);
  const known = book.get('Stock', StockID);
  const left = Number(known?.['Quantity'] ?? 0) + quantity;
  const onHand = quantity < 0 ? left + topUp(plant, location, left) : left;
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
