import type { Problem } from '../../vocabulary/problem.ts';
import type { ConnectivityRule } from '../landscape.ts';
import { breach } from './breach.ts';
import { type Governed, rank } from './governing.ts';

/** Two rules that speak equally closely of one thing: nobody could say which holds. */
export function findOverlaps({ connectivity, sites }: Governed): Problem[] {
  return connectivity.flatMap((later, i) =>
    connectivity.slice(0, i).flatMap((earlier) => {
      const entity = later.entities.find((each) => earlier.entities.includes(each));
      if (entity === undefined || rank(later) !== rank(earlier) || !meet(later, earlier)) return [];
      const shared = later.sites?.filter((site) => earlier.sites?.includes(site) && sites.has(site));
      const where = [later.segment && `in ${later.segment}`, shared?.[0] && `at ${shared[0]}`];
      const thing = [entity, ...where].filter(Boolean).join(' ');
      return breach(
        later,
        `${thing} has two rules that speak equally closely: ${words(earlier)} in line ${earlier.line}, ${words(later)} here`,
        'Keep one of the two, or let one speak more closely: name entities in place of a domain, or sites.',
      );
    }),
  );
}

function meet(a: ConnectivityRule, b: ConnectivityRule): boolean {
  if (a.segment !== b.segment && a.segment !== undefined && b.segment !== undefined) return false;
  if (a.sites === undefined || b.sites === undefined) return true;
  return a.sites.some((site) => b.sites!.includes(site));
}

function words({ model, authority }: ConnectivityRule): string {
  return authority === undefined ? model : `${model} under ${authority}`;
}
