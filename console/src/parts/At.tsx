import { useQuery } from '@tanstack/react-query';
import { type Site, sitesNow } from '../ask/sites.ts';
import { useZone } from './zone.ts';

interface AtProps {
  time: string;
  /** Code of the site whose clock may be meant; absent: the reader's always. */
  site?: string | undefined;
  /** Code of the system whose site is meant, where none is named. */
  system?: string | undefined;
  /** How much of it is told. */
  as?: 'time' | 'moment' | 'seconds';
}

/** A moment by the reader's clock or the site's, as the reader chose; the whole of it on hover. */
export function At({ time, site, system, as = 'moment' }: AtProps) {
  const zone = useZone();
  const isOfSite = zone === 'site' && (site ?? system) !== undefined;
  const { data } = useQuery({ ...sitesNow, enabled: isOfSite });
  const timeZone = isOfSite ? data?.sites.find((each) => isMeant(each, site, system))?.timeZone : undefined;
  const date = new Date(time);
  return (
    <time dateTime={time} title={formatter('full', timeZone).format(date)}>
      {formatter(as === 'moment' && isToday(date, timeZone) ? 'time' : as, timeZone).format(date)}
    </time>
  );
}

function isMeant({ code, systems }: Site, site: string | undefined, system: string | undefined): boolean {
  return site === undefined ? systems.some((each) => each.code === system) : code === site;
}

/** By the clock that is shown. */
function isToday(date: Date, timeZone: string | undefined): boolean {
  const day = formatter('day', timeZone);
  return day.format(date) === day.format(new Date());
}

const SHAPES: Record<string, Intl.DateTimeFormatOptions> = {
  day: { dateStyle: 'short' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  full: { dateStyle: 'full', timeStyle: 'long' },
};

const made = new Map<string, Intl.DateTimeFormat>();

function formatter(shape: string, timeZone: string | undefined): Intl.DateTimeFormat {
  const name = `${shape} ${timeZone}`;
  const found =
    made.get(name) ?? new Intl.DateTimeFormat('en-GB', { ...SHAPES[shape], ...(timeZone && { timeZone }) });
  made.set(name, found);
  return found;
}
