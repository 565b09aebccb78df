import pc from 'picocolors';
import { expect, test } from 'vitest';
import type { ReplayJob } from '../api/operations/parked/jobContract.ts';
import type { Replay } from '../api/operations/replay/contract.ts';
import { runningText } from './runningText.ts';

const plain = pc.createColors(false);

const replay: Replay = {
  id: 3,
  interface: 'na-erp/orders',
  state: 'running',
  from: 1001,
  to: 11_000,
  position: 5500,
  rate: 100,
  delivered: 4200,
  superseded: 300,
  parked: 0,
  outOfScope: 0,
  askedBy: 'anna',
  askedAt: '2026-03-01T07:59:00.000Z',
  predictedEnd: '2026-03-01T08:00:55.000Z',
};

const job: ReplayJob = {
  id: 7,
  state: 'running',
  actor: 'ben',
  choice: { all: true },
  startedAt: '2026-03-01T07:59:00.000Z',
  messages: 412,
  outcomes: { waiting: 112, delivered: 288, 'still-parks': 12 },
};

test('replays under way are told with their target, how far they are, how fast they may go and who asked', () => {
  expect(runningText([replay], [job], Date.parse('2026-03-01T08:00:00Z'), plain).split('\n')).toEqual([
    '↻ replay 3 to na-erp/orders: 4,500 of 10,000 positions, 4,200 delivered, at most 100 a second, by anna, 55 s left',
    '↻ replay of parked work, job 7: 300 of 412, 288 delivered, 12 still-parks, by ben',
    '',
  ]);
  expect(runningText([], [], 0, plain)).toBe('');
});
