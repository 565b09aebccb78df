import type { CodeList } from '../quality/checker.ts';
import type { Scope } from './mapping.ts';

/** The landscape's translations between a system's values and the canonical ones; undefined: none declared. */
export interface Translations {
  toCanonical(list: string, system: string, value: string): string | undefined;
  toLocal(list: string, system: string, value: string): string | undefined;
}

/**
 * How `$code` reads for one system. Inbound: the landscape's translation, then the shipped aliases of the model, then
 * the canonical value itself. Outbound: the landscape's translation, then the canonical value as it is.
 */
export function codeLookup(
  codes: Translations,
  codeLists: ReadonlyMap<string, CodeList>,
  system: string,
  direction: Scope['direction'],
): Scope['code'] {
  const known = (list: string, value: string) => (codeLists.get(list)?.values.has(value) ? value : undefined);
  if (direction === 'out') return (list, value) => codes.toLocal(list, system, value) ?? known(list, value);
  return (list, value) =>
    codes.toCanonical(list, system, value) ?? codeLists.get(list)?.aliases.get(value) ?? known(list, value);
}
