import type { ItemType, Unit } from '../world/items.ts';

/** How this ERP writes what the world holds. */
export const units: Record<Unit, string> = { EA: 'ST', KGM: 'KG', MTR: 'M', LTR: 'L', DZN: 'DZ' };
export const unitCodes = new Set(['ST', 'KG', 'G', 'M', 'L', 'DZ', 'SET']);
export const productTypes: Record<ItemType, string> = {
  finishedGood: 'FERT',
  semiFinished: 'HALB',
  rawMaterial: 'ROH',
  component: 'ROH',
  packaging: 'VERP',
  sparePart: 'ERSA',
};
export const productStatus = { active: '', phaseOut: '03', blocked: '02' };
export const terms = { immediate: '0001', net30: 'NT30', net60: 'NT60' };
/** The plants of the other company are kept as names only: nothing is made or stocked there in this ERP. */
export const plants: Record<string, string> = {
  stuttgart: 'DE10',
  gdansk: 'PL20',
  rotterdam: 'NL30',
  detroit: 'US10',
  monterrey: 'US20',
  toledo: 'US30',
  columbus: 'US40',
};
export const ownPlants = new Set(['DE10', 'PL20']);
export const warehouse = 'NL30';
export const tracking = { none: 'N', lot: 'X', serial: 'S' };
export const stockTypes = { unrestricted: '01', quality: '02' };
export const system = 'SYSTEM';
export const people = ['MUELLER', 'NOWAK', 'SCHMIDT'];

export function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
/** Decimal text without trailing zeros. */
export function decimal(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
