import type { Landscape, Steward } from '../landscape/landscape.ts';
import type { WorkKind } from '../vocabulary/work.ts';
import type { SourceItem } from './workSource.ts';

type Declared = Pick<Landscape, 'stewardship' | 'systems'>;

/** Where what it is about belongs, else where its system stands. */
export function siteOf({ site, system }: SourceItem, { systems }: Declared): string | undefined {
  return site ?? (system === undefined ? undefined : systems.get(system)?.site);
}

/** Of the stewards that fit, the one that speaks most closely: entities before sites before neither; then the first. */
export function ownerOf(entity: string, site: string | undefined, landscape: Declared): string | undefined {
  let found: Steward | undefined;
  for (const steward of landscape.stewardship.stewards)
    if (fits(steward, entity, site) && (!found || rank(steward) > rank(found))) found = steward;
  return found?.owner;
}

function fits({ entities, sites }: Steward, entity: string, site: string | undefined): boolean {
  return (
    (entities === undefined || entities.includes(entity)) &&
    (sites === undefined || (site !== undefined && sites.includes(site)))
  );
}

function rank({ entities, sites }: Steward): number {
  return (entities ? 2 : 0) + (sites ? 1 : 0);
}

/** Milliseconds since 1970. */
export function dueOf(kind: WorkKind, { openedAt, severity }: SourceItem, { stewardship }: Declared): number {
  return Date.parse(openedAt) + stewardship.due[severity === 'W' ? 'warning' : kind];
}
