import { expect, test } from 'vitest';
import { parseDuration, parseSize } from './duration.ts';

test.each([
  ['0s', 0],
  ['250ms', 250],
  ['5s', 5000],
  ['15m', 900_000],
  ['1h30m', 5_400_000],
  ['7d', 604_800_000],
  ['2w', 1_209_600_000],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '5', 's', '5 s', '-5s', '1.5h', '5sec', '5S', '9999999999d', '5s\n'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test('sizes go in steps of 1024', () => {
  expect(['512B', '64KB', '10MB', '1GB'].map(parseSize)).toEqual([512, 65_536, 10_485_760, 1_073_741_824]);
  expect(['', '10', '10 MB', '10mb', '1.5MB', '-1B'].map(parseSize)).toEqual(Array(6).fill(undefined));
});
