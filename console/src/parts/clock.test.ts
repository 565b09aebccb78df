import { expect, test } from 'vitest';
import { readLocal, writeLocal } from './clock.ts';

test('a day and time is read as it is written, by the clock of the zone, winter and summer', () => {
  for (const timeZone of ['Europe/Warsaw', 'America/Chicago', 'Asia/Kolkata', 'UTC'])
    for (const instant of [
      '2026-01-15T06:45:00.000Z',
      '2026-07-15T22:05:00.000Z',
      '2026-11-01T12:00:00.000Z',
    ]) {
      const date = new Date(instant);
      expect(readLocal(writeLocal(date, timeZone), timeZone).toISOString()).toBe(instant);
    }
  expect(readLocal('2026-07-01T08:30', 'Europe/Warsaw').toISOString()).toBe('2026-07-01T06:30:00.000Z');
});

test('of an hour that the clock shows twice the first is meant, and one that it skips is an hour later', () => {
  expect(readLocal('2026-10-25T02:30', 'Europe/Warsaw').toISOString()).toBe('2026-10-25T00:30:00.000Z');
  const skipped = readLocal('2026-03-29T02:30', 'Europe/Warsaw');
  expect(writeLocal(skipped, 'Europe/Warsaw')).toBe('2026-03-29T03:30');
});
