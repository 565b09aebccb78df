import { tellersOf } from '../landscape/connectivity/tellers.ts';
import type { Landscape } from '../landscape/landscape.ts';
import type { JsonObject } from '../vocabulary/json.ts';

/** What an attribute is a part of. */
export interface Owned {
  pointer: string;
  record: JsonObject;
  /** The system that told the thing first. */
  maker: string | undefined;
}

/** The systems that own an attribute: by site, company or region. */
export type Owners = (owned: Owned) => ReadonlySet<string>;

/**
 * What stands below a site belongs to the systems of that site and of its region, what stands below a company to the systems of its sites; all
 * else to those of the record's own site, or of the region of the system that told the thing first.
 */
export function ownersOf({ systems, sites }: Pick<Landscape, 'systems' | 'sites'>, entity: string): Owners {
  const tellers = [
    ...new Map(tellersOf(systems, entity).map(({ system }) => [system.code, system])).values(),
  ];
  const chosen = (fits: (site: string) => boolean) =>
    new Set(tellers.filter(({ site }) => fits(site)).map(({ code }) => code));
  const near = (place: string | undefined) => {
    const region = sites.get(place ?? '')?.region;
    return chosen((site) => region !== undefined && (site === place || sites.get(site)?.region === region));
  };
  return ({ pointer, record, maker }) => {
    const [, list, code] = pointer.split('/');
    if (list === 'sites' && code !== undefined) return near(code);
    if (list === 'companies' && code !== undefined)
      return chosen((site) => sites.get(site)?.company === code);
    const { site } = record;
    return near(typeof site === 'string' ? site : systems.get(maker ?? '')?.site);
  };
}
