import { titleOf } from '../parts/words.ts';

/** Where a rule holds, sites by their names: `in pumps at chicago-hq` → `in pumps at Chicago HQ`. */
export function sayWhere(where: string): string {
  return where.replace(/\bat (.+)$/, (_, sites: string) => `at ${sites.split(', ').map(titleOf).join(', ')}`);
}
