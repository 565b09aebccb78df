import { useQuery } from '@tanstack/react-query';
import { type Site, sitesNow } from '../ask/sites.ts';
import { useZone } from './zone.ts';

/** Where something happened: whose clock may be meant. */
export interface Place {
  /** Code of a site; absent: the system's. */
  site?: string | undefined;
  /** Code of a system, where no site is named. */
  system?: string | undefined;
}

/** The time zone that times there are told in, as the reader chose; undefined: the reader's own. */
export function useTimeZone({ site, system }: Place): string | undefined {
  const zone = useZone();
  const isOfSite = zone === 'site' && (site ?? system) !== undefined;
  const { data } = useQuery({ ...sitesNow, enabled: isOfSite });
  return isOfSite ? data?.sites.find((each) => isMeant(each, site, system))?.timeZone : undefined;
}

function isMeant({ code, systems }: Site, site: string | undefined, system: string | undefined): boolean {
  return site === undefined ? systems.some((each) => each.code === system) : code === site;
}

/** How much of a moment is told. */
export type Shape = 'day' | 'time' | 'seconds' | 'moment' | 'full';

const SHAPES: Record<Shape, Intl.DateTimeFormatOptions> = {
  day: { dateStyle: 'short' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  full: { dateStyle: 'full', timeStyle: 'long' },
};

const made = new Map<string, Intl.DateTimeFormat>();

export function sayMoment(date: Date, shape: Shape, timeZone: string | undefined): string {
  const name = `${shape} ${timeZone}`;
  const found =
    made.get(name) ?? new Intl.DateTimeFormat('en-GB', { ...SHAPES[shape], ...(timeZone && { timeZone }) });
  made.set(name, found);
  return found.format(date);
}

/** A moment as a field for day and time writes it, `2026-11-27T08:30`, by the clock of a zone. */
export function writeLocal(date: Date, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    ...(timeZone && { timeZone }),
  });
  return parts.format(date).replace(' ', 'T');
}

/** The moment that a field for day and time means; of an hour that a zone has twice the first, and of one that it skips what the clock shows an hour later. */
export function readLocal(written: string, timeZone: string | undefined): Date {
  const meant = Date.parse(`${written}Z`);
  const shift = (at: number) => Date.parse(`${writeLocal(new Date(at), timeZone)}Z`) - at;
  // A day before and after it, the zone has the shifts it can have there.
  const [before, after] = [shift(meant - 86_400_000), shift(meant + 86_400_000)];
  const first = meant - before;
  return new Date(shift(first) === before ? first : shift(meant - after) === after ? meant - after : first);
}
