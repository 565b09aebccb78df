import { expect, test } from 'vitest';
import {
  advance,
  beginning,
  finish,
  furthest,
  type Progress,
  progressAsJson,
  readProgress,
} from './marks.ts';

const at = (second: number) => new Date(Date.UTC(2025, 0, 1) + second * 1000).toISOString();
const overlap = 30_000;

/** Polls every 5 s; each finds the row of its own time. */
function polled(times: number, from: Progress = { marks: [] }): Progress {
  let progress = from;
  for (let i = 0; i < times; i++) {
    const now = at(i * 5);
    progress = finish(advance(progress, { at: now, position: [`row ${i * 5}`] }, now, overlap), now);
  }
  return progress;
}

test('a poll begins where the source stood one overlap before the last poll', () => {
  const progress = polled(21);
  expect(furthest(progress)).toEqual(['row 100']);
  expect(beginning(progress, overlap)).toEqual(['row 70']);
});

test('once nothing came for longer than the overlap nothing is read again', () => {
  const idle = finish(polled(3), at(500));
  expect(beginning(idle, overlap)).toBe(furthest(idle));
});

test('a row that came and went within the overlap of the first poll is read again from the first row', () => {
  expect(beginning(polled(2), overlap)).toBeUndefined();
});

test('a poll that was broken off is gone on with, not begun anew', () => {
  const now = at(0);
  const broken = advance({ marks: [] }, { at: at(3600), position: ['half'] }, now, overlap);
  const resumed = readProgress(progressAsJson(broken));
  expect(beginning(resumed, overlap)).toEqual(['half']);
  expect(finish(resumed, at(9000)).polled).toBe(now);
});

test('the cursor stays small however long it runs', () => {
  let progress: Progress = { marks: [] };
  for (let i = 0; i < 10_000; i++) {
    progress = advance(progress, { at: at(i / 10), position: [String(i)] }, at(0), overlap);
  }
  expect(progress.marks.length).toBeLessThan(12);
  expect(furthest(progress)).toEqual(['9999']);
});
