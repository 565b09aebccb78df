import { expect, test } from 'vitest';
import { sayWorth } from './worth.ts';

const eur = { amount: '1999999999999999.3', currency: 'EUR' };
const usd = { amount: '-70', currency: 'USD' };
const jpy = { amount: '7000', currency: 'JPY' };

test('what waits is told in each currency, to the last digit, and what is not known is told too', () => {
  expect(sayWorth({ orders: 1, worth: [eur], unvalued: 0 })).toBe(
    '1 sales order, EUR 1,999,999,999,999,999.30',
  );
  expect(sayWorth({ orders: 12, worth: [eur, usd], unvalued: 3 })).toBe(
    '12 sales orders, EUR 1,999,999,999,999,999.30 and USD -70.00, 3 of them without a total',
  );
  expect(sayWorth({ orders: 1, worth: [jpy], unvalued: 0 })).toBe('1 sales order, JPY 7,000');
  expect(sayWorth({ orders: 2, worth: [], unvalued: 2 })).toBe('2 sales orders, without a total');
  expect(sayWorth({ orders: 0, worth: [], unvalued: 0 })).toBe('0 sales orders');
});
