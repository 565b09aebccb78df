import { expect, test } from 'vitest';
import { ownPath } from './meant.ts';

test('whoever signs in comes to a page of this console, wherever the address would lead', () => {
  expect(ownPath('/trace?key=4711#step')).toBe('/trace?key=4711#step');
  for (const elsewhere of [
    undefined,
    'https://evil.example/',
    '//evil.example/x',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
  ]) {
    expect(ownPath(elsewhere)).toBe('/');
  }
});
