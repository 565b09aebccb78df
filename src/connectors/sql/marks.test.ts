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
/** A page that was read in the second in which its last row was seen, or later. */
const page = (second: number, end: string, read = second) => ({
  end: [end],
  seen: at(second),
  read: at(read),
});

/** Polls every 5 s; each finds the row of its own time. */
function polled(times: number, from: Progress = { marks: [] }): Progress {
  let progress = from;
  for (let i = 0; i < times; i++) {
    const now = at(i * 5);
    progress = finish(advance(progress, page(i * 5, `row ${i * 5}`), now, overlap), now);
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
  const broken = advance({ marks: [] }, page(3600, 'half'), now, overlap);
  const resumed = readProgress(progressAsJson(broken));
  expect(beginning(resumed, overlap)).toEqual(['half']);
  expect(finish(resumed, at(9000)).polled).toBe(now);
});

/** One poll over a backlog whose head was seen at its begin. */
function backlog(from: Progress, ...pages: [end: string, read: number][]): Progress {
  return pages.reduce((progress, [end, read]) => advance(progress, page(0, end, read), at(0), overlap), from);
}

test('of a long backlog what was read within the overlap is looked at again, the rest is not', () => {
  const long = finish(backlog({ marks: [] }, ['a', 0], ['b', 29], ['c', 30], ['d', 60]), at(0));
  expect(beginning(long, overlap)).toBeUndefined();
  expect(long.again).toEqual(['b']);
  expect(finish(long, at(70)).again).toBeUndefined();
  expect(beginning(finish(long, at(70)), overlap)).toEqual(['d']);
});

test('a long backlog that was broken off is looked at again from its begin', () => {
  const broken = readProgress(progressAsJson(backlog({ marks: [] }, ['a', 0], ['b', 40])));
  expect(finish(backlog(broken, ['c', 10]), at(0)).again).toBeUndefined();
});

test('the cursor stays small however long it runs', () => {
  let progress: Progress = { marks: [] };
  for (let i = 0; i < 10_000; i++) {
    progress = advance(progress, page(i / 10, String(i)), at(0), overlap);
  }
  expect(progress.marks.length).toBeLessThan(12);
  expect(furthest(progress)).toEqual(['9999']);
});
