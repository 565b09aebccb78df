import { expect, test } from 'vitest';
import { calledIn } from './called.ts';

test('a thing is called by its number and its name, whichever of them its record has', () => {
  expect(calledIn({ number: '100001', names: { de: 'Ventil', en: 'Valve' } })).toBe('100001 · Valve');
  expect(calledIn({ names: { de: 'Ventil' } })).toBe('Ventil');
  expect(calledIn({ name: 'Harbor Paper', number: '' })).toBe('Harbor Paper');
  expect(calledIn({ key: 'itm_1' })).toBeUndefined();
  expect(calledIn(null)).toBeUndefined();
});
