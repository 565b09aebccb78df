import { random } from '../world/prng.ts';
import type { Kit } from './kit.ts';

/**
 * Whether the thing of this id is told dirty, and how: the same for the same seed, so that a restart tells it the same way.
 * `reasons` are the ways of being dirty that the vendor knows.
 */
export function dirtOf<T extends string>(kit: Kit, id: string, reasons: readonly T[]): T | undefined {
  const r = random(kit.options.seed, kit.name, 'dirt', id);
  return r.chance(kit.weather.dirtyPercent / 100) ? r.pick(reasons) : undefined;
}
