import { expect, test } from 'vitest';
import { daysFrom } from './days.ts';

test('days begin at midnight of the site, also where clocks are changed', () => {
  const days = daysFrom('America/Detroit', Date.parse('2026-11-01T03:30:00Z'), 3);
  expect(days).toEqual([
    { date: '2026-10-31', from: '2026-10-31T04:00:00.000Z', to: '2026-11-01T04:00:00.000Z' },
    { date: '2026-11-01', from: '2026-11-01T04:00:00.000Z', to: '2026-11-02T05:00:00.000Z' },
    { date: '2026-11-02', from: '2026-11-02T05:00:00.000Z', to: '2026-11-03T05:00:00.000Z' },
  ]);
});
