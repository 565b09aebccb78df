import type { Landscape, System } from '../../../landscape/landscape.ts';
import { nearest } from '../../../vocabulary/nearest.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import { findSystem } from '../findSystem.ts';

/** What may be closed: a system, or one interface, for which the landscape declares no windows. `code`: `na-erp`, `na-erp/items`. */
export type Closable = Pick<System, 'code' | 'site' | 'maintenance'>;

/** What this names; refuses when there is none. */
export function findClosable(landscape: Landscape, text: string): Closable {
  const [code, name] = text.split(/\/(.*)/s) as [string, string?];
  const system = findSystem(landscape, code);
  if (name === undefined) return system;
  const found = system.interfaces.get(name);
  if (found) return interfaceOf(system, found.id);
  const meant = nearest(name, system.interfaces.keys());
  const advice = meant === undefined ? {} : { advice: `Did you mean ${code}/${meant}?` };
  return refuse(problem('not-found', 'api', `${code} has no interface ${name}.`, advice));
}

/** Of a system: the interfaces of which people said something that is not over. */
export function closedByPeople(
  { systems }: Landscape,
  { code }: Closable,
  words: ReadonlyMap<string, unknown>,
): Closable[] {
  const system = systems.get(code);
  const ids = [...(system?.interfaces.values() ?? [])].map(({ id }) => id);
  return system ? ids.filter((id) => words.has(id)).map((id) => interfaceOf(system, id)) : [];
}

function interfaceOf({ site }: System, id: string): Closable {
  return { code: id, site, maintenance: [] };
}
