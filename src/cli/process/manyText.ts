import type { Job, JobDetail, Migration } from '../../api/process/jobContract.ts';
import { type Colors, count, type Output, table } from '../output.ts';
import { number, printable } from '../words.ts';
import { stateText } from './stateText.ts';

/** How a job goes. */
export function jobText(code: string, given: Job | JobDetail, colors: Colors): string {
  const job = printable(given);
  const { id, kind, state, actor, reason, instances, signal } = job;
  const sign = state === 'done' && job.leftOut === 0 ? colors.green('✓') : colors.yellow('•');
  const what = signal === undefined ? kind : `${kind} ${signal}`;
  const left = 'left' in job ? job.left : [];
  return [
    `${sign} job ${id} ${state}: ${what} of ${count(instances, 'instance')} by ${actor} ${colors.dim(reason)}`,
    `  ${sums(job)}`,
    ...left.map(({ about, why }) => `  ${about}  ${colors.yellow(why)}`),
    ...(state === 'running'
      ? [`See how it goes with \`lineshaft process jobs ${code} ${id}\`; take back the rest with \`recall\``]
      : []),
    '',
  ].join('\n');
}

export function jobsText(jobs: readonly Job[], output: Output, colors: Colors): string {
  if (jobs.length === 0) return 'nothing was ever asked of many\n';
  const columns = [
    { title: 'job', value: ({ id }: Job) => String(id), align: 'right' as const },
    { title: 'asks', value: ({ kind, signal }: Job) => signal ?? kind },
    { title: 'state', value: ({ state }: Job) => state },
    { title: 'by', value: ({ actor }: Job) => actor },
    { title: 'how it goes', value: sums },
    { title: '', value: ({ reason }: Job) => reason },
  ];
  return table(columns, printable(jobs), output, colors);
}

function sums({ instances, done, leftOut, waiting }: Job): string {
  const settled = `${number(instances - waiting)} of ${number(instances)}, ${number(done)} done`;
  return leftOut === 0 ? settled : `${settled}, ${number(leftOut)} left out`;
}

/** What `lineshaft process migrate --dry-run` prints. */
export function migrationText(given: Migration, output: Output, colors: Colors): string {
  const { version, instances, states } = printable(given);
  if (instances === 0) return `no open instance is on another version than ${version}\n`;
  const rows = table<Migration['states'][number]>(
    [
      { title: 'version', value: (row) => String(row.version), align: 'right' },
      { title: 'state', value: ({ state }) => stateText(state) },
      { title: 'instances', value: (row) => number(row.instances), align: 'right' },
      {
        title: `in version ${version}`,
        value: ({ to, left }) => (left === undefined ? stateText(to) : 'stays'),
        paint: (cell, { left }) => (left === undefined ? cell : colors.red(cell)),
      },
      { title: '', value: ({ left, example }) => (left === undefined ? '' : `${left} (${example})`) },
    ],
    states,
    output,
    colors,
  );
  const stay = states.reduce((sum, each) => sum + (each.left === undefined ? 0 : each.instances), 0);
  return `${rows}${number(instances - stay)} of ${number(instances)} can be moved\n`;
}
