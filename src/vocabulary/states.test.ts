import { expect, test } from 'vitest';
import { after, allStates, CLOSED_STATES, OPEN_STATES, statesBefore } from './states.ts';

test('a message that was taken out comes back, and one delivered goes again, only when a person says so', () => {
  const outOf = (state: 'discarded' | 'delivered') =>
    (
      [
        'send',
        'accept',
        'refuse',
        'fail',
        'break',
        'release',
        'replay',
        'recall',
        'discard',
        'restore',
      ] as const
    ).filter((event) => statesBefore(event).includes(state));
  expect(outOf('discarded')).toEqual(['restore']);
  expect(after('discarded', 'restore')).toBe('parked');
  expect(outOf('delivered')).toEqual(['replay']);
});

test('what holds a whole system decides nothing about a message: each hold ends in waiting', () => {
  for (const state of ['held-window', 'held-circuit', 'held-throttle', 'held-gate'] as const) {
    expect(after(state, 'release')).toBe('waiting');
    expect(statesBefore('accept')).not.toContain(state);
    expect(statesBefore('fail')).not.toContain(state);
  }
});

test('what cannot happen is a defect, not a state', () => {
  expect(() => after('parked', 'accept')).toThrow('a message that is parked cannot accept');
});

test('every state is open, closed, on its way, or a hold of a system or a target', () => {
  const known = [
    ...OPEN_STATES,
    ...CLOSED_STATES,
    'sending',
    'held-window',
    'held-circuit',
    'held-throttle',
    'held-gate',
  ];
  expect([...known].sort()).toEqual([...allStates].sort());
});
