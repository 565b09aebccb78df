import { createHash } from 'node:crypto';
import { type Bom, makeBoms } from './boms.ts';
import { type Item, makeItems } from './items.ts';
import { makeCustomers, makeSuppliers, type Party } from './parties.ts';
import { makeStock, type StockRow } from './stock.ts';

/** What is true of Northfield before the first order. Each system tells its part of it in its own words. */
export interface World {
  seed: number;
  items: Item[];
  boms: Bom[];
  customers: Party[];
  suppliers: Party[];
  stock: StockRow[];
}

export function makeWorld(seed: number): World {
  const items = makeItems(seed);
  const boms = makeBoms(seed, items);
  return {
    seed,
    items,
    boms,
    customers: makeCustomers(seed),
    suppliers: makeSuppliers(seed),
    stock: makeStock(seed, items, boms),
  };
}

/** The same for the same seed, on every machine and in every run. */
export function worldHash(world: World): string {
  return createHash('sha256').update(JSON.stringify(world)).digest('hex');
}
