import { finishedCount, type Item, isUnused, madeCount, type Side, type Unit } from './items.ts';
import { random } from './prng.ts';

export type Plant = 'detroit' | 'monterrey' | 'toledo' | 'stuttgart' | 'gdansk';
export interface BomLine {
  item: number;
  /** Per batch, decimal. */
  quantity: number;
  unit: Unit;
  scrapPercent: number;
}
export interface Bom {
  item: number;
  side: Side;
  plant: Plant;
  batch: number;
  revision: string;
  from: string;
  lines: BomLine[];
}

export const plantsOf: Record<Side, Plant[]> = {
  na: ['detroit', 'monterrey', 'toledo'],
  eu: ['stuttgart', 'gdansk'],
};
const naBomCount = 220;

/** One BOM for each made item: 220 run by na-erp, 180 by eu-erp. */
export function makeBoms(seed: number, items: Item[]): Bom[] {
  const made = items.slice(0, madeCount);
  const onlyNa = made.filter((item) => !item.sides.includes('eu'));
  const both = random(seed, 'bom-sides').shuffle(made.filter((item) => item.sides.length === 2));
  const na = new Set([...onlyNa, ...both.slice(0, naBomCount - onlyNa.length)].map((item) => item.index));
  const sideOf = (item: Item): Side => (na.has(item.index) ? 'na' : 'eu');
  return made.map((item) => makeBom(seed, items, item, sideOf(item), sideOf));
}

function makeBom(seed: number, items: Item[], item: Item, side: Side, sideOf: (item: Item) => Side): Bom {
  const r = random(seed, 'bom', item.index);
  const isHere = (other: Item) => other.sides.includes(side) && other.status === 'active' && !isUnused(other);
  const bought = items.filter((other) => other.index >= madeCount && other.index < 1700 && isHere(other));
  const semi = items.filter((other) => other.type === 'semiFinished' && sideOf(other) === side);
  const parts = r.shuffle(bought).slice(0, r.int(2, 4));
  if (item.index < finishedCount && r.chance(0.5)) parts.unshift(r.pick(semi));
  return {
    item: item.index,
    side,
    plant: r.pick(plantsOf[side]),
    batch: r.pick([1, 1, 1, 10]),
    revision: r.pick(['A', 'A', 'B', 'C']),
    from: `20${r.int(18, 25)}-0${r.int(1, 9)}-15`,
    lines: parts.map((part) => ({
      item: part.index,
      quantity: part.unit === 'EA' ? r.int(1, 8) : r.int(1, 400) / 100,
      unit: part.unit,
      scrapPercent: r.chance(0.2) ? r.int(1, 5) : 0,
    })),
  };
}
