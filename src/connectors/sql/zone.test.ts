import { expect, test } from 'vitest';
import { openZone } from './zone.ts';

const berlin = openZone('Europe/Berlin');

test('a time without zone is read in summer and winter time', () => {
  expect(berlin.toInstant('2025-07-01 10:00:00.123456')).toBe('2025-07-01T08:00:00.123Z');
  expect(berlin.toInstant('2025-01-01T10:00:00')).toBe('2025-01-01T09:00:00.000Z');
});

test('of the hour that autumn repeats the earlier is taken, the hour that spring leaves out moves forward', () => {
  expect(berlin.toInstant('2025-10-26 02:30:00')).toBe('2025-10-26T00:30:00.000Z');
  expect(berlin.toInstant('2025-03-30 02:30:00')).toBe('2025-03-30T01:30:00.000Z');
});

test('what is no time has no instant', () => {
  for (const text of ['0000-00-00 00:00:00', '2025-02-30 10:00:00', 'infinity', '', '2025-01-01']) {
    expect([text, berlin.toInstant(text)]).toEqual([text, undefined]);
  }
});

test('an instant becomes a time of the zone and back; other text stays', () => {
  const local = berlin.toLocal('2025-07-01T08:00:00.123Z');
  expect(local).toBe('2025-07-01 10:00:00.123');
  expect(berlin.toInstant(local)).toBe('2025-07-01T08:00:00.123Z');
  expect(berlin.toLocal('soon')).toBe('soon');
});
