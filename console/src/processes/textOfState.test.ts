import { expect, test } from 'vitest';
import { textOfState } from './textOfState.ts';

test('a state is read from the outermost to the innermost, and those that hold at once side by side', () => {
  expect([null, 'paid', { open: 'promising' }].map(textOfState)).toEqual([
    'not begun',
    'paid',
    'open › promising',
  ]);
  expect(textOfState({ open: { goods: 'packed', money: {} } })).toBe('open › goods › packed + money');
});
