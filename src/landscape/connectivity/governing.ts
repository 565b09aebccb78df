import type { ConnectivityRule, Landscape, Site } from '../landscape.ts';

/** What the rules are about. */
export type Governed = Pick<Landscape, 'connectivity' | 'systems' | 'segments' | 'sites'>;

/** Where a thing belongs, as far as it is known. */
export interface Belonging {
  segment?: string;
  site?: string;
}

/**
 * How closely a rule speaks: one that names entities before one that names a domain, then one that names sites before one that names a
 * segment before one for the whole enterprise.
 */
export function rank({ domain, sites, segment }: ConnectivityRule): number {
  const subject = domain === undefined ? 3 : 0;
  return subject + (sites !== undefined ? 2 : segment !== undefined ? 1 : 0);
}

/** The rule that holds for an entity there: of those that fit the one that speaks most closely. */
export function ruleFor(
  rules: readonly ConnectivityRule[],
  entity: string,
  { segment, site }: Belonging,
): ConnectivityRule | undefined {
  let found: ConnectivityRule | undefined;
  for (const rule of rules) {
    const fits =
      rule.entities.includes(entity) &&
      (rule.segment === undefined || rule.segment === segment) &&
      (rule.sites === undefined || (site !== undefined && rule.sites.includes(site)));
    if (fits && (found === undefined || rank(rule) > rank(found))) found = rule;
  }
  return found;
}

/** Every place a thing can belong to, so that what holds everywhere can be asked place by place. */
export function belongings(
  segments: Iterable<string>,
  sites: Iterable<Pick<Site, 'code' | 'segments'>>,
): Belonging[] {
  const all = [...segments];
  const ofSites = [...sites].flatMap(({ code: site, segments: its }) =>
    its.length === 0 ? [{ site }] : its.map((segment) => ({ site, segment })),
  );
  return [...all.map((segment) => ({ segment })), ...ofSites, ...(all.length === 0 ? [{}] : [])];
}

/** `item in pumps at detroit`, for people. */
export function named(entity: string, { segment, site }: Belonging): string {
  return [entity, segment && `in ${segment}`, site && `at ${site}`].filter(Boolean).join(' ');
}
