/** A calendar day, `2026-12-01`; days compare as texts. */
export type Day = string;

/** Before all days: what is at hand. */
export const AT_HAND = '-infinity';

const MS = 86_400_000;

export function dayOf(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10);
}

export function plusDays(day: Day, days: number): Day {
  return days === 0 ? day : dayOf(Date.parse(`${day}T00:00:00Z`) + days * MS);
}

export function later(a: Day, b: Day): Day {
  return a > b ? a : b;
}
