import { dateReader } from '../mapping/dates.ts';
import { zoneOffsets } from '../mapping/zones.ts';
import type { Instant } from '../vocabulary/json.ts';

const readIso = dateReader('ISO') as Exclude<ReturnType<typeof dateReader>, string>;
const offsetsIn = zoneOffsets();

/** Whether IANA knows the zone. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name })) && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/**
 * The instant that a text names: with an offset or `Z` as it says, else as clocks in the zone show it (the first reading of the hour that
 * autumn repeats; what spring leaves out moves forward). Undefined when it is no such time; a date alone is none.
 */
export function instantIn(timeZone: string, text: string): Instant | undefined {
  const read = readIso(text, offsetsIn(timeZone));
  return read?.includes('T') ? read : undefined;
}
