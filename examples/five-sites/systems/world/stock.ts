import { type Bom, type Plant, plantsOf } from './boms.ts';
import { finishedCount, type Item, isUnused, madeCount, type Side } from './items.ts';
import { random } from './prng.ts';

export interface StockRow {
  side: Side;
  site: Plant | 'columbus' | 'rotterdam';
  item: number;
  quantity: number;
  status: 'unrestricted' | 'quality';
}

/**
 * Components where a BOM uses them, made items where they are made, finished goods in the warehouses of their sides; those that both sides sell lie at a plant
 * of the other side as well.
 */
export function makeStock(seed: number, items: Item[], boms: Bom[]): StockRow[] {
  const places = new Map<string, Omit<StockRow, 'quantity' | 'status'>>();
  const add = (side: Side, site: StockRow['site'], item: number) =>
    places.set(`${site}~${item}`, { side, site, item });
  for (const bom of boms) {
    add(bom.side, bom.plant, bom.item);
    const other = items[bom.item]!.sides.find((side) => side !== bom.side);
    if (other !== undefined && bom.item < finishedCount)
      add(other, random(seed, 'sister', bom.item).pick(plantsOf[other]), bom.item);
    for (const line of bom.lines) add(bom.side, bom.plant, line.item);
  }
  for (const item of items.slice(0, finishedCount))
    for (const side of item.sides) add(side, side === 'na' ? 'columbus' : 'rotterdam', item.index);
  return [...places.values()]
    .filter((place) => !isUnused(items[place.item]!))
    .map((place) => filled(seed, place));
}

function filled(seed: number, place: Omit<StockRow, 'quantity' | 'status'>): StockRow {
  const r = random(seed, 'stock', place.site, place.item);
  const quantity = place.item < madeCount ? r.int(0, 150) : r.int(200, 4000);
  return { ...place, quantity, status: r.chance(0.03) ? 'quality' : 'unrestricted' };
}
