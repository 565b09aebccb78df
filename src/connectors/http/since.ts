import type { Json } from '../../vocabulary/json.ts';
import { durationMs } from './amounts.ts';
import type { Poll } from './pollSettings.ts';
import { instantOf } from './sourceTime.ts';
import { valueAt } from './valueAt.ts';

/** Up to where a source was read completely: a time or a sequence number, as the source itself writes it. */
export type Since = string | number;

const localTime = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+$/;

/** The query that asks for what changed since; empty for a first or a full reading. */
export function sinceQuery(since: Poll['since'], last: Since | undefined): Record<string, string> {
  if (since === undefined || last === undefined) return {};
  const value = earlier(last, overlapMs(since));
  const name = since.param ?? (since.filter === undefined ? 'since' : '$filter');
  return { [name]: since.filter === undefined ? value : since.filter.replaceAll('{cursor}', value) };
}

/** Records become visible when their transaction ends, but carry the time of its start: an overlap is read again. */
export function overlapMs(since: Poll['since']): number {
  return since === undefined ? 0 : durationMs(since.overlap ?? '1m');
}

/** A time moved back, in UTC and ISO 8601; a number is a sequence and stays. */
function earlier(value: Since, ms: number): string {
  if (typeof value === 'number') return String(value);
  const instant = instantOf(value);
  if (instant !== undefined) return new Date(Date.parse(instant) - ms).toISOString();
  const local = localTime.test(value) ? Date.parse(`${value}Z`) : Number.NaN;
  return Number.isNaN(local) ? value : new Date(local - ms).toISOString().slice(0, -1);
}

/**
 * The largest value of `field` so far. A time after `now`, the server's own clock, is passed over: one record dated
 * 2099 would hide all later changes.
 */
export function largestOf(
  items: readonly Json[],
  field: string,
  before: Since | undefined,
  now: number | undefined,
): Since | undefined {
  let largest = before;
  for (const item of items) {
    const value = valueAt(item, field);
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    if (typeof value === 'string' && now !== undefined && Date.parse(instantOf(value) ?? '') > now + 60_000)
      continue;
    if (largest === undefined || isAfter(value, largest)) largest = value;
  }
  return largest;
}

/**
 * From where the next reading asks: the largest value of this one, but no later than the server's own clock when it began. What changes on a page
 * that was read already is behind that, though later pages show later times.
 */
export function nextSince(
  { field }: NonNullable<Poll['since']>,
  { started, largest }: { started?: number | undefined; largest?: Since },
): Since | undefined {
  const clock = started === undefined ? undefined : new Date(started).toISOString();
  if (field === undefined) return clock;
  const isTime = typeof largest === 'string' && instantOf(largest) !== undefined;
  return isTime && clock !== undefined && isAfter(largest, clock) ? clock : largest;
}

function isAfter(a: Since, b: Since): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a > b;
  const [first, second] = [instantOf(String(a)), instantOf(String(b))];
  return first !== undefined && second !== undefined ? first > second : String(a) > String(b);
}
