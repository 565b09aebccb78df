import { titleOf } from './words.ts';

const REGIONS: Record<string, string> = {
  na: 'North America',
  eu: 'Europe',
  apac: 'Asia and Pacific',
  sa: 'South America',
  latam: 'Latin America',
  emea: 'Europe, Middle East, Africa',
};

/** A region of the landscape as people call it. */
export function regionOf(code: string): string {
  return REGIONS[code] ?? titleOf(code);
}
