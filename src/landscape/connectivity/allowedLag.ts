import type { Landscape } from '../landscape.ts';

/** How far behind, in seconds, what no connectivity rule speaks of may be before it is called late. */
export const ALLOWED_LAG_SECONDS = 900;

/** How far behind, in seconds, planning may rely on an entity at a site: the strictest rule that may be for it; undefined: none says. */
export function allowedLag(
  { connectivity }: Pick<Landscape, 'connectivity'>,
  entity: string,
  site: string | undefined,
): number | undefined {
  const limits = connectivity
    .filter((rule) => rule.entities.includes(entity) && (rule.sites?.includes(site ?? '') ?? true))
    .flatMap(({ maxStaleness }) => maxStaleness ?? []);
  return limits.length > 0 ? Math.min(...limits) / 1000 : undefined;
}
