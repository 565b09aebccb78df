import type { ReplayJob } from '../../api/operations/parked/jobContract.ts';
import { REPLAY_OUTCOMES, type ReplayOutcome } from '../../vocabulary/outcomes.ts';
import { type Colors, count, type Output, table } from '../output.ts';
import { duration, number, printable } from '../words.ts';
import { sumsText } from './sumsText.ts';

/** `job 7: 300 of 412, 288 delivered, 12 still-parks`. */
export function jobLine({ id, messages, outcomes }: ReplayJob): string {
  const { waiting = 0, ...ended } = outcomes;
  const sums = Object.entries(ended).map(([outcome, sum]) => `, ${number(sum)} ${outcome}`);
  return `job ${id}: ${number(messages - waiting)} of ${number(messages)}${sums.join('')}`;
}

/** What `lineshaft parked replay` ends with. */
export function printJob(job: ReplayJob, output: Output, colors: Colors): void {
  const { id, state, actor, messages, outcomes, startedAt, endedAt, cancelledBy } = printable(job);
  const sign = state === 'done' && !outcomes['still-parks'] ? colors.green('✓') : colors.yellow('•');
  const took =
    endedAt === undefined ? '' : ` in ${duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000)}`;
  const who = cancelledBy === undefined ? `by ${actor}` : `by ${actor}, cancelled by ${cancelledBy}`;
  output.write(`${sign} job ${id} ${state}${took}: ${count(messages, 'message')} handed back ${who}\n`);
  output.write(sumsText(outcomes, (outcome) => REPLAY_OUTCOMES[outcome as ReplayOutcome]));
  if (state === 'running') output.write(`Take back what is waiting with \`lineshaft parked cancel ${id}\`\n`);
}

export function printJobs(jobs: readonly ReplayJob[], output: Output, colors: Colors): void {
  if (jobs.length === 0) {
    output.write('nothing was ever replayed\n');
    return;
  }
  const columns = [
    { title: 'JOB', value: ({ id }: ReplayJob) => String(id), align: 'right' as const },
    { title: 'STATE', value: ({ state }: ReplayJob) => state },
    { title: 'STARTED', value: ({ startedAt }: ReplayJob) => startedAt },
    { title: 'BY', value: ({ actor }: ReplayJob) => actor },
    { title: 'HOW IT GOES', value: (job: ReplayJob) => jobLine(job).replace(/^job \d+: /, '') },
  ];
  output.write(table(columns, jobs, output, colors));
}
