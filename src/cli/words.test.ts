import { expect, test } from 'vitest';
import { duration, excerpt } from './words.ts';

test('a duration has at most two units, the large one first', () => {
  const told = [0, 0.7, 9.96, 59, 60, 90, 3599, 3600, 3725, 86_400, 100_000].map(duration);
  expect(told).toEqual([
    ...['0 s', '0.7 s', '10.0 s', '59 s', '1 min', '1 min 30 s', '59 min 59 s'],
    ...['1 h', '1 h 2 min', '1 d', '1 d 3 h'],
  ]);
});

test('an excerpt is one line of at most the length asked for', () => {
  expect(excerpt(' a\n  b ', 10)).toBe('a b');
  expect(excerpt('abcdef', 4)).toBe('abc…');
});
