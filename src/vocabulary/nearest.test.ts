import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const words = ['warehouse', 'plant', 'office'];

test.each([
  ['warehose', 'warehouse'],
  ['Warehouse', 'warehouse'],
  ['plnat', 'plant'],
  ['ofice', 'office'],
])('%s is taken for %s', (written, meant) => {
  expect(nearest(written, words)).toBe(meant);
});

test('a word that is far from all of them is taken for none', () => {
  expect(nearest('detroit', words)).toBeUndefined();
  expect(nearest('', words)).toBeUndefined();
});

test('the nearest of several wins', () => {
  expect(nearest('items', ['item', 'times', 'items2'])).toBe('item');
});

test('a word of any length costs a bounded amount of work', () => {
  expect(nearest('x'.repeat(1_000_000), words)).toBeUndefined();
});
