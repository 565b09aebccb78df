import type { Landscape } from '../../landscape/landscape.ts';
import { dayIn } from '../dayIn.ts';

/** The calendar day that it is at a site, `2026-12-01`; in UTC where no site is named. */
export type TodayAt = (site: string | undefined) => string;

export function todayAt({ sites }: Pick<Landscape, 'sites'>, now = Date.now()): TodayAt {
  const known = new Map<string | undefined, string>();
  return (site) => {
    const timeZone = (site !== undefined && sites.get(site)?.timeZone) || 'UTC';
    const today = known.get(timeZone) ?? dayIn(timeZone, now);
    known.set(timeZone, today);
    return today;
  };
}
