import type { ReplayJob } from '../api/operations/parked/jobContract.ts';
import type { Replay } from '../api/operations/replay/contract.ts';
import type { Colors } from './output.ts';
import { jobLine } from './parked/jobText.ts';
import { leftText } from './replayText.ts';
import { number, printable } from './words.ts';

/** What `lineshaft status` says of replays under way, a line each; `now` in milliseconds. */
export function runningText(
  replays: readonly Replay[],
  jobs: readonly ReplayJob[],
  now: number,
  colors: Colors,
): string {
  const mark = colors.yellow('↻');
  return printable([
    ...replays.map((replay) => replayLine(replay, now)),
    ...jobs.map((job) => `replay of parked work, ${jobLine(job)}, by ${job.actor}`),
  ])
    .map((line) => `${mark} ${line}\n`)
    .join('');
}

/** `replay 3 to na-erp/orders: 4,500 of 10,000 positions, 4,200 delivered, at most 100 a second, by admin, 55 s left`. */
function replayLine(replay: Replay, now: number): string {
  const { id, interface: of, from, to, position, rate, delivered, askedBy } = replay;
  return [
    `replay ${id} to ${of}: ${number(position - from + 1)} of ${number(to - from + 1)} positions`,
    `${number(delivered)} delivered`,
    `at most ${number(rate)} a second`,
    `by ${askedBy}${leftText(replay, now)}`,
  ].join(', ');
}
