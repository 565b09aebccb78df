import { expect, test } from 'vitest';
import { sayEvent } from './sayEvent.ts';

test('timers are told in words, what happened and what people ask by its name', () => {
  expect(sayEvent('xstate.after.within picking.picking')).toBe('longer in picking than allowed');
  expect(sayEvent('xstate.after.4h.picking')).toBe('4h in picking were over');
  expect(['enter.delivered', 'release-credit'].map(sayEvent)).toEqual(['enter.delivered', 'release-credit']);
});
