import { expect, test } from 'vitest';
import { detailsOf } from './details.ts';

test('what stands with a decision reads as a line, what says nothing is left out', () => {
  expect(detailsOf({ role: 'operator', sites: ['detroit', 'toledo'], note: '' })).toBe(
    'role operator · sites detroit, toledo',
  );
  expect(detailsOf({ filter: { system: 'crm', all: true }, reason: null })).toBe(
    'filter system crm, all true',
  );
  expect(detailsOf({})).toBe('');
});
