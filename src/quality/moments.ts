const dayLength = 10;

/**
 * Whether one moment is after another. Both are in normal form; a day against an instant is compared by day, and one day off is
 * let pass, since the instant is UTC and the day is the site's.
 */
export function isAfter(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.length === b.length) return a > b;
  return daysBetween(b.slice(0, dayLength), a.slice(0, dayLength)) > 1;
}

/** Between two days, `2026-12-01`; less than 0 when the second comes first. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
