import { expect, test } from 'vitest';
import { blocksOf } from './blocks.ts';

const monday = { from: '2026-11-02T05:00:00.000Z', to: '2026-11-03T05:00:00.000Z' };
const tuesday = { from: '2026-11-03T05:00:00.000Z', to: '2026-11-04T05:00:00.000Z' };

test('a window over midnight stands on both days, one without end on all that follow', () => {
  const night = { from: '2026-11-02T23:00:00.000Z', to: '2026-11-03T11:00:00.000Z' };
  expect(blocksOf(monday, [night])).toEqual([{ left: 75, width: 25, window: night }]);
  expect(blocksOf(tuesday, [night])).toEqual([{ left: 0, width: 25, window: night }]);
  const endless = { from: '2026-11-02T17:00:00.000Z' };
  expect(blocksOf(tuesday, [endless])).toEqual([{ left: 0, width: 100, window: endless }]);
  expect(blocksOf(monday, [{ from: tuesday.from, to: tuesday.to }])).toEqual([]);
});
