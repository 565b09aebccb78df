import type { Instant } from './json.ts';

/** An instant of the years 0001 to 9999, which every store and reader knows; undefined for all else, however it came about. */
export function keepable(at: Instant | undefined): Instant | undefined {
  return at !== undefined && /^(?!0000)\d{4}-/.test(at) && Number.isFinite(Date.parse(at)) ? at : undefined;
}
