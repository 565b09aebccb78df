import { isUnused } from '../../../examples/five-sites/systems/world/items.ts';
import { euProduct, naItem } from '../../../examples/five-sites/systems/world/keys.ts';
import { makeWorld } from '../../../examples/five-sites/systems/world/world.ts';
import type { Erp } from '../judge/masters.ts';
import { unpadded } from './words.ts';

const numbers = new Set(
  makeWorld(1)
    .items.filter(isUnused)
    .flatMap(({ index }) => [`na-erp ${unpadded(naItem(index))}`, `eu-erp ${euProduct(index)}`]),
);

/** People mistype only what nothing else uses. */
export function isMistyped(system: Erp, number: string): boolean {
  return numbers.has(`${system} ${number}`);
}
