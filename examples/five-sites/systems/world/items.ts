import { withGs1CheckDigit, withWrongCheckDigit } from './checkDigits.ts';
import { type Random, random } from './prng.ts';

export type ItemType =
  | 'finishedGood'
  | 'semiFinished'
  | 'component'
  | 'rawMaterial'
  | 'packaging'
  | 'sparePart';
/** Canonical units, UN/CEFACT Rec 20: each system writes them its own way. */
export type Unit = 'EA' | 'KGM' | 'MTR' | 'LTR' | 'DZN';
export type Side = 'na' | 'eu';

export interface Item {
  index: number;
  nameEn: string;
  nameDe: string;
  type: ItemType;
  unit: Unit;
  segment: 'pumps' | 'valves';
  gtin: string;
  /** Kilograms with three decimals, of one base unit. */
  netKg: number;
  grossKg: number;
  tracking: 'none' | 'lot' | 'serial';
  status: 'active' | 'phaseOut' | 'blocked';
  byDozen: boolean;
  sides: Side[];
  leadDays: number;
  safetyStock: number;
  dirty?: 'check-digit';
}

export const itemCount = 2000;
export const finishedCount = 280;
export const madeCount = 400;

/** 1,200 items both ERPs have, 400 only na, 400 only eu; the same shares among those that are made. */
export function makeItems(seed: number): Item[] {
  const made = sides(random(seed, 'made'), madeCount);
  const bought = sides(random(seed, 'bought'), itemCount - madeCount);
  return [...made, ...bought].map((side, index) => makeItem(seed, index, side));
}

function sides(random: Random, count: number): Side[][] {
  const both = Math.round(count * 0.6);
  const one = (count - both) / 2;
  const list: Side[][] = [];
  for (let i = 0; i < count; i++) list.push(i < both ? ['na', 'eu'] : i < both + one ? ['na'] : ['eu']);
  return random.shuffle(list);
}

function makeItem(seed: number, index: number, itsSides: Side[]): Item {
  const r = random(seed, 'item', index);
  const type = typeOf(index);
  const { en, de, unit, kg } = r.pick(kinds[type]);
  const dn = r.pick([15, 20, 25, 32, 40, 50, 65, 80, 100, 125, 150, 200]);
  const size = `DN${dn} PN${r.pick([6, 10, 16, 25, 40])} ${String(index).padStart(4, '0')}`;
  const netKg = Math.round(kg * (0.5 + r.next()) * (1 + dn / 100) * 1000) / 1000;
  const gtin = withGs1CheckDigit(`4012345${String(index).padStart(5, '0')}`);
  const dirty = index >= itemCount - 250 && r.chance(0.06);
  return {
    index,
    nameEn: `${en} ${size}`,
    nameDe: `${de} ${size}`,
    type,
    unit,
    segment: index % 5 < 3 ? 'pumps' : 'valves',
    gtin: dirty ? withWrongCheckDigit(gtin) : gtin,
    netKg: unit === 'KGM' ? 1 : netKg,
    grossKg: unit === 'KGM' ? 1.02 : Math.round(netKg * 1080) / 1000,
    tracking: type === 'finishedGood' && r.chance(0.1) ? 'lot' : 'none',
    status: index < madeCount || r.chance(0.96) ? 'active' : r.pick(['phaseOut', 'blocked']),
    byDozen: unit === 'EA' && (type === 'component' || type === 'finishedGood') && r.chance(0.3),
    sides: itsSides,
    leadDays: r.int(2, 40),
    safetyStock: r.int(0, 20) * 5,
    ...(dirty ? { dirty: 'check-digit' as const } : {}),
  };
}

function typeOf(index: number): ItemType {
  if (index < finishedCount) return 'finishedGood';
  if (index < madeCount) return 'semiFinished';
  if (index < 1300) return 'component';
  if (index < 1600) return 'rawMaterial';
  return index < 1700 ? 'packaging' : 'sparePart';
}

/** A bought item that nothing else uses: no BOM, no stock, no order names it. */
export function isUnused(item: Item): boolean {
  return item.index >= itemCount - 250;
}

interface Kind {
  en: string;
  de: string;
  unit: Unit;
  /** About how heavy, in kilograms. */
  kg: number;
}
const each = (en: string, de: string, kg: number): Kind => ({ en, de, unit: 'EA', kg });

const kinds: Record<ItemType, Kind[]> = {
  finishedGood: [
    each('Centrifugal pump', 'Kreiselpumpe', 30),
    each('Gear pump', 'Zahnradpumpe', 18),
    each('Globe valve', 'Durchgangsventil', 9),
    each('Ball valve', 'Kugelhahn', 5),
    each('Butterfly valve', 'Absperrklappe', 6),
  ],
  semiFinished: [
    each('Rotor assembly', 'Rotorbaugruppe', 8),
    each('Valve body, machined', 'Ventilkörper, bearbeitet', 4),
  ],
  component: [
    each('Pump casing', 'Pumpengehäuse', 6),
    each('Impeller', 'Laufrad', 2),
    each('Mechanical seal', 'Gleitringdichtung', 0.4),
    each('Ball bearing', 'Kugellager', 0.3),
    each('Hex bolt', 'Sechskantschraube', 0.05),
    each('Gasket', 'Flachdichtung', 0.02),
    each('Electric motor', 'Elektromotor', 15),
  ],
  rawMaterial: [
    { en: 'Steel bar', de: 'Stabstahl', unit: 'KGM', kg: 1 },
    { en: 'Bronze ingot', de: 'Bronzebarren', unit: 'KGM', kg: 1 },
    { en: 'Stainless tube', de: 'Edelstahlrohr', unit: 'MTR', kg: 2 },
    { en: 'Bearing oil', de: 'Lageröl', unit: 'LTR', kg: 0.9 },
  ],
  packaging: [each('Carton', 'Karton', 0.5), each('Pallet', 'Palette', 20)],
  sparePart: [each('Repair kit', 'Reparatursatz', 1), each('Spare shaft', 'Ersatzwelle', 3)],
};
