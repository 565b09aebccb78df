import { expect, test } from 'vitest';
import { decimalPlaces, normalDecimal, scaled, unscaled } from './decimal.ts';

test.each([
  ['12.50', '12.5'],
  ['+7', '7'],
  ['007', '7'],
  ['-0', '0'],
  ['-0.0', '0'],
  ['.5', '0.5'],
  ['5.', '5'],
  [' 3.10 ', '3.1'],
  ['1e3', '1000'],
  ['1.5E-3', '0.0015'],
  ['999999999999999999.999999999', '999999999999999999.999999999'],
  ['0.0000000010', '0.000000001'],
  [12.5, '12.5'],
  [1e-7, '0.0000001'],
  [-3, '-3'],
])('%s is written %s', (given, normal) => {
  expect(normalDecimal(given)).toBe(normal);
});

test.each([
  'NaN',
  'Infinity',
  '1e999',
  '1e-10',
  '1000000000000000000',
  '0.1234567891',
  '1,5',
  '12-',
  '0x10',
  '',
  '.',
  'e5',
  '1 000',
  '9'.repeat(10_000),
  Number.NaN,
  Number.POSITIVE_INFINITY,
  0.1 + 0.2,
  1e21,
])('%s is no decimal that is kept', (given) => {
  expect(normalDecimal(given)).toBeUndefined();
});

test('whole numbers of 10⁻⁹ and decimals are the same values', () => {
  for (const text of ['0', '12.5', '-0.000000001', '999999999999999999.999999999', '-7']) {
    expect(unscaled(scaled(text))).toBe(text);
  }
  expect(scaled('-0.5')).toBe(-500_000_000n);
});

test('digits after the point are counted', () => {
  expect([decimalPlaces('12'), decimalPlaces('0.125')]).toEqual([0, 3]);
});
