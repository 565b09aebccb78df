import type { InstanceDetail, InstancesPage, InstanceView } from '../api/process/contract.ts';
import { type Colors, type Output, table } from './output.ts';
import { stateText } from './process/stateText.ts';
import { age, clock, duration, number, printable } from './words.ts';

/** What `lineshaft process list` prints; `now` in milliseconds. */
export function instancesText(page: InstancesPage, now: number, output: Output, colors: Colors): string {
  const { instances, total, next } = printable(page);
  if (instances.length === 0) return 'no instance\n';
  const more = next === undefined ? '' : `; the next ones with --cursor ${next}`;
  const rows = table<InstanceView>(
    [
      { title: 'about', value: ({ about }) => about },
      {
        title: 'status',
        value: ({ status }) => status,
        paint: (cell, { status }) => painted(cell, status, colors),
      },
      { title: 'state', value: ({ state }) => stateText(state) },
      { title: 'since', value: ({ changedAt }) => age(changedAt, now), align: 'right' },
      {
        title: '',
        value: (instance) => remark(instance, now),
        paint: (cell, { due, overdue, problem }) =>
          due && !overdue && !problem ? colors.dim(cell) : colors.yellow(cell),
      },
    ],
    instances,
    output,
    colors,
  );
  return `${rows}${number(instances.length)} of ${number(total)}${more}\n`;
}

/** What `lineshaft process show` prints. */
export function instanceText(given: InstanceDetail, now: number, colors: Colors): string {
  const detail = printable(given);
  const { process, version, about, status, state, overdue, problem, commands, timers, history, waiting } =
    detail;
  const line = (...parts: string[]) => `${parts.join('  ')}\n`;
  return [
    line(
      colors.bold(`${process} ${about}`),
      painted(status, status, colors),
      `in ${stateText(state)}`,
      colors.dim(`version ${version}`),
    ),
    ...(overdue ? [line(`  ${colors.yellow(lateness(overdue, now))}`)] : []),
    ...(problem ? [line(`  ${colors.red(problem.detail)}`, colors.dim(problem.advice))] : []),
    ...(waiting > 0 ? [line(`  ${number(waiting)} events wait until it goes on`)] : []),
    ...history.flatMap(({ n, at, event, position, state: then, commands: gave, by, reason }) => [
      line(
        `  ${String(n).padStart(3)}  ${clock(Date.parse(at), now)}`,
        event,
        position === undefined ? '' : colors.dim(`#${position}`),
        `→ ${stateText(then)}`,
        gave.length === 0 ? '' : colors.cyan(`gives ${gave.join(', ')}`),
        by === undefined ? '' : colors.dim(`by ${by}${reason === undefined ? '' : `: ${reason}`}`),
      ),
    ]),
    ...commands.map(({ n, name, key, answer, undoes, undoneWith, left, waits = [] }) =>
      line(
        `  ${n.padStart(5)}`,
        name,
        colors.dim(key),
        answer ?? 'on its way',
        undoes === undefined ? '' : `takes back ${undoes}`,
        left ? 'left to a person' : '',
        ...waits.map((each) => colors.yellow(`${each.state} at ${each.interface} as ${each.message}`)),
        undoneWith === undefined ? '' : `taken back with ${undoneWith}`,
      ),
    ),
    ...timers.map(({ timer, dueAt }) => line(`  ${clock(Date.parse(dueAt), now)}`, colors.dim(timer))),
  ]
    .map((text) => text.replaceAll(/ +\n/g, '\n'))
    .join('');
}

function painted(text: string, status: InstanceView['status'], colors: Colors): string {
  if (status === 'stuck') return colors.red(text);
  if (status === 'cancelling') return colors.yellow(text);
  return status === 'running' ? text : colors.dim(text);
}

function remark({ due, overdue, problem }: InstanceView, now: number): string {
  if (problem) return problem.detail;
  if (overdue) return lateness(overdue, now);
  return due ? `${due.in} is due in ${duration(Math.max(0, (Date.parse(due.at) - now) / 1000))}` : '';
}

function lateness({ at, in: state }: NonNullable<InstanceView['overdue']>, now: number): string {
  return `${age(at, now)} late in ${state}`;
}
