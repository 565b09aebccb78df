/** A month of the calendar, as a fiscal period. */
export interface Month {
  year: number;
  month: number;
  /** Its first and last day, as `2026-03-01`. */
  from: string;
  to: string;
}

/** The month before this one, this one, and the next. */
export function monthsAround(day: Date): Month[] {
  return [-1, 0, 1].map((step) => {
    const year = day.getUTCFullYear();
    const month = day.getUTCMonth();
    const first = new Date(Date.UTC(year, month + step, 1));
    const last = new Date(Date.UTC(year, month + step + 1, 0));
    return {
      year: first.getUTCFullYear(),
      month: first.getUTCMonth() + 1,
      from: first.toISOString().slice(0, 10),
      to: last.toISOString().slice(0, 10),
    };
  });
}
