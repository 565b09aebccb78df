import { expect, test } from 'vitest';
import { readDay, readInstant, readMoment } from './time.ts';

test.each([
  ['2025-03-01T08:15:30.000Z', '2025-03-01T08:15:30.000Z'],
  ['2025-03-31T23:59:59.999Z', '2025-03-31T23:59:59.999Z'],
  ['2025-03-01T08:15:30Z', '2025-03-01T08:15:30.000Z'],
  ['2025-03-01T08:15Z', '2025-03-01T08:15:00.000Z'],
  ['2025-03-01T08:15:30.1239999+01:00', '2025-03-01T07:15:30.123Z'],
  ['2025-03-01 00:30:00-0500', '2025-03-01T05:30:00.000Z'],
  ['2024-02-29T00:00:00.000Z', '2024-02-29T00:00:00.000Z'],
])('%s is the instant %s', (given, value) => {
  expect(readInstant(given)).toEqual({ value });
});

test.each([
  '2025-02-29T00:00:00.000Z',
  '2025-04-31T00:00:00.000Z',
  '2025-03-01T24:00:00.000Z',
  '2025-03-01T08:60:00.000Z',
  '2025-03-01T08:15:60.000Z',
  '2025-03-01T08:15:30',
  '2025-13-01T00:00:00Z',
  '2025-03-01',
  'yesterday',
])('%s is no instant', (given) => {
  expect(readInstant(given)).toHaveProperty('expected');
});

test('local time without a zone is sent back to the mapping', () => {
  expect(readInstant('2025-03-01T08:15:30')).toMatchObject({ expected: expect.stringContaining('$date') });
});

test.each([
  ['2025-03-01', '2025-03-01'],
  ['20250301', '2025-03-01'],
])('%s is the day %s', (given, value) => {
  expect(readDay(given)).toEqual({ value });
});

test.each(['2025-02-30', '2023-02-29', '2025-00-10', '2025-3-1', '01.03.2025', '0999-01-01'])(
  '%s is no day',
  (given) => {
    expect(readDay(given)).toHaveProperty('expected');
  },
);

test.each(['0000-00-00', '00000000', '9999-12-31', '99991231', '1900-01-01', '0001-01-01'])(
  'the day %s says that there is none',
  (given) => {
    expect(readDay(given)).toBe('absent');
  },
);

test.each(['0000-00-00T00:00:00', '9999-12-31T23:59:59Z', '1900-01-01T00:00:00.000Z', '00000000'])(
  'the instant %s says that there is none',
  (given) => {
    expect(readInstant(given)).toBe('absent');
  },
);

test('a moment is a day or an instant', () => {
  expect(readMoment('2025-03-01')).toEqual({ value: '2025-03-01' });
  expect(readMoment('2025-03-01T00:00:00+01:00')).toEqual({ value: '2025-02-28T23:00:00.000Z' });
});
