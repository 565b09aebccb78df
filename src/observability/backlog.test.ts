import { expect, test } from 'vitest';
import { stillness } from './backlog.ts';
import type { HoldStatus } from './status.ts';

const since = '2026-03-01T08:00:00.000Z';
const until = '2026-03-01T09:00:00.000Z';
const held = (state: HoldStatus['state']): HoldStatus => ({ state, reason: 'why', since, until });

test('nothing leaves until a maintenance window is over', () => {
  expect(stillness(held('held-window'), 60)).toEqual({ until: Date.parse(until) });
});

test('when a system that cannot be reached is asked again is not when it is back', () => {
  expect(stillness(held('held-circuit'), undefined)).toEqual({});
});

test('a system that asks for pauses again and again drains as fast as was seen lately', () => {
  expect(stillness(held('held-throttle'), 60)).toBeUndefined();
  expect(stillness(held('held-throttle'), 0)).toEqual({ until: Date.parse(until) });
});
