import type { Landscape } from '../landscape/landscape.ts';

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
