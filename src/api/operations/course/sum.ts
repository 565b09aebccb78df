export interface Minute {
  /** Its end. */
  at: string;
  perMinute: number;
}

/** What several carried together, minute by minute, the newest last. All are counted at the same moments; one that came later has fewer. */
export function sumOf(courses: readonly (readonly Minute[])[]): Minute[] {
  const minutes = new Map<string, number>();
  for (const { at, perMinute } of courses.flat()) minutes.set(at, (minutes.get(at) ?? 0) + perMinute);
  return [...minutes]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([at, perMinute]) => ({ at, perMinute: Math.round(perMinute * 10) / 10 }));
}
