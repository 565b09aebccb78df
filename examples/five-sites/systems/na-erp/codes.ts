import type { ItemType, Unit } from '../world/items.ts';

/** How this ERP writes what the world holds. */
export const units: Record<Unit, string> = { EA: 'PCE', KGM: 'KG', MTR: 'M', LTR: 'L', DZN: 'DZ' };
export const unitCodes = new Set(['PCE', 'DZ', 'KG', 'LB', 'M', 'FT', 'L', 'SET']);
export const itemTypes: Record<ItemType, string> = {
  finishedGood: 'FG',
  semiFinished: 'SF',
  rawMaterial: 'RM',
  component: 'CP',
  packaging: 'PK',
  sparePart: 'SP',
};
export const itemStatus = { active: '20', phaseOut: '80', blocked: '50' };
export const terms = { immediate: 'I00', net30: 'N30', net60: 'N60' };
export const facilities: Record<string, string> = {
  detroit: 'DET',
  monterrey: 'MTY',
  toledo: 'TOL',
  columbus: 'COL',
};
export const tracking = { none: '0', lot: '1', serial: '2' };
export const stockStatus = { unrestricted: '2', quality: '1' };
export const batchUser = 'MVXBATCH';
export const people = ['KOWALSKI', 'RAMIREZ', 'JSMITH'];
export const poundsPerKilo = 2.20462262;

/** The day that is `days` from today, as `2026-03-01`. */
export function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
