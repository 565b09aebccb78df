import type { Instant } from '../../vocabulary/json.ts';

/** Times of a zone, without zone in their text. */
export interface Zone {
  readonly name: string;
  /**
   * Undefined for what is no time, such as `0000-00-00 00:00:00`. Of the two readings of the hour that autumn
   * repeats it takes the earlier; a time that spring leaves out moves forward.
   */
  toInstant(local: string): Instant | undefined;
  /** `2025-03-01 09:15:30.123`; text that is no instant comes back as it is. */
  toLocal(instant: string): string;
}

const localTime = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?$/;
const instantTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const day = 86_400_000;

/** Throws a RangeError for a zone that IANA does not know. */
export function openZone(name: string): Zone {
  const offsetAt = offsets(name);
  const toInstant = (local: string) => {
    const [, date, time, fraction = ''] = localTime.exec(local) ?? [];
    const wall = Date.parse(`${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
    if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(date!)) return undefined;
    const readings = [wall - offsetAt(wall - day), wall - offsetAt(wall + day)];
    const real = readings.filter((at) => at + offsetAt(at) === wall);
    return new Date(real.length > 0 ? Math.min(...real) : readings[0]!).toISOString();
  };
  const toLocal = (instant: string) => {
    if (!instantTime.test(instant)) return instant;
    const at = Date.parse(instant);
    return new Date(at + offsetAt(at)).toISOString().replace('T', ' ').slice(0, 23);
  };
  return { name, toInstant, toLocal };
}

/** Milliseconds to add to UTC, at a moment. */
function offsets(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  let hour = Number.NaN;
  let offset = 0;
  return (at) => {
    if (Math.floor(at / 900_000) === hour) return offset;
    hour = Math.floor(at / 900_000);
    const p = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const wall = Date.UTC(p['year']!, p['month']! - 1, p['day'], p['hour'], p['minute'], p['second']);
    offset = wall - Math.floor(at / 1000) * 1000;
    return offset;
  };
}
