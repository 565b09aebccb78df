const quarter = 900_000;
const day = 86_400_000;
const mostCached = 20_000;

/** Offset from UTC in milliseconds at an instant. Zones change their offset on quarters of an hour only. */
export type Offsets = (utc: number) => number;

export function zoneOffsets(): (zone: string) => Offsets {
  const zones = new Map<string, Offsets>();
  return (zone) => {
    const known = zones.get(zone);
    if (known !== undefined) return known;
    const made = offsetsOf(zone);
    zones.set(zone, made);
    return made;
  };
}

function offsetsOf(zone: string): Offsets {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  });
  const cache = new Map<number, number>();
  return (utc) => {
    const slot = Math.floor(utc / quarter);
    const known = cache.get(slot);
    if (known !== undefined) return known;
    if (cache.size >= mostCached) cache.clear();
    const offset = wallClock(format, slot * quarter) - slot * quarter;
    cache.set(slot, offset);
    return offset;
  };
}

/** What a clock in the zone shows at an instant, as if it were UTC. */
function wallClock(format: Intl.DateTimeFormat, utc: number): number {
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(utc)) part[type] = value;
  const year = Number(part['year']);
  return instantOf(
    part['era'] === 'BC' ? 1 - year : year,
    Number(part['month']),
    Number(part['day']),
    Number(part['hour']),
    Number(part['minute']),
    Number(part['second']),
    0,
  );
}

/** `Date.UTC` without its reading of the years 0 to 99 as 1900 to 1999. */
export function instantOf(
  year: number,
  month: number,
  date: number,
  hour: number,
  minute: number,
  second: number,
  millisecond: number,
): number {
  if (year >= 100) return Date.UTC(year, month - 1, date, hour, minute, second, millisecond);
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, date);
  return at.setUTCHours(hour, minute, second, millisecond);
}

/**
 * The instant at which clocks in the zone show this local time. The repeated hour takes the first reading; a time that
 * clocks skip is read with the offset before the change.
 */
export function localToUtc(local: number, offsets: Offsets): number {
  const before = local - offsets(local - day);
  const after = local - offsets(local + day);
  if (before === after) return before;
  const candidates = [before, after].filter((utc) => utc + offsets(utc) === local);
  return candidates.length === 0 ? before : Math.min(...candidates);
}
