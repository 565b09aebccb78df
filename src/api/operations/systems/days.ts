import { instantIn } from '../../../landscape/timeZone.ts';
import type { Instant } from '../../../vocabulary/json.ts';
import { dayIn } from '../../dayIn.ts';

/** A day as clocks in a zone have it: 23 or 25 hours where they are changed. */
export interface Day {
  date: string;
  from: Instant;
  to: Instant;
}

const DAY_MS = 86_400_000;

/** The day around a moment and those after it; `now` in milliseconds. */
export function daysFrom(timeZone: string, now: number, count: number): Day[] {
  const today = dayIn(timeZone, now);
  const dates = Array.from({ length: count + 1 }, (_, n) =>
    new Date(Date.parse(today) + n * DAY_MS).toISOString().slice(0, 10),
  );
  const starts = dates.map((date) => instantIn(timeZone, `${date} 00:00`)!);
  return dates.slice(0, count).map((date, n) => ({ date, from: starts[n]!, to: starts[n + 1]! }));
}
