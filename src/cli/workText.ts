import type { WorkDetail, WorkPage } from '../api/operations/work/contract.ts';
import { type Colors, count, type Output, table } from './output.ts';
import { clock, duration, excerpt, number, printable } from './words.ts';

type Item = WorkPage['items'][number];

/** What `lineshaft work list` prints; `now` in milliseconds. */
export function printWork(page: WorkPage, now: number, output: Output, colors: Colors): void {
  const { items, total, kinds } = printable(page);
  if (items.length === 0) {
    output.write(`${colors.green('✓')} nothing waits for a steward\n`);
    return;
  }
  const columns = [
    { title: 'WORK', value: ({ kind, id }: Item) => `${kind}/${id}` },
    {
      title: 'DUE',
      value: (item: Item) => due(item, now),
      paint: (cell: string, { overdue }: Item) => (overdue ? colors.red(cell) : cell),
    },
    { title: 'WHO', value: ({ assignee, owner }: Item) => assignee ?? owner ?? '–' },
    { title: 'SITE', value: ({ site }: Item) => site ?? '–' },
    { title: 'ENTITY', value: ({ entity }: Item) => entity },
    { title: 'COUNT', value: (item: Item) => number(item.count), align: 'right' as const },
    { title: 'WHAT', value: ({ title }: Item) => title },
  ];
  output.write(table(columns, items, output, colors));
  const sums = Object.entries(kinds).map(([kind, many]) => `${number(many)} ${kind}`);
  const overdue = items.filter((item) => item.overdue).length;
  const shown = items.length < total ? `; ${number(items.length)} shown` : '';
  output.write(
    `\n${sums.join(', ')}${overdue === 0 ? '' : `; ${colors.red(`${overdue} overdue`)}`}${shown}\n`,
  );
}

/** What `lineshaft work show` prints. */
export function workText(detail: WorkDetail, now: number, colors: Colors): string {
  const { kind, id, title, state, details, decisions, comments, ...item } = printable(detail);
  const open = state === 'open' ? due(item as Item, now) : state;
  const whose = item.assignee ?? item.owner ?? 'nobody';
  const where = [item.site, item.entity, item.key].filter(Boolean).join(', ');
  return [
    `${colors.bold(`${kind}/${id}`)}  ${title}`,
    `  ${open}; ${whose}; ${count(item.count, 'message')}; ${where}`,
    ...Object.entries(details as object).map(([name, value]) => `  ${name}: ${shown(value)}`),
    ...comments.map(({ author, comment, at }) => `  ${author}, ${clock(Date.parse(at), now)}: ${comment}`),
    ...Object.entries(decisions).map(
      ([decision, words]) =>
        `  ${colors.cyan(`lineshaft work decide ${kind}/${id} ${decision}`)}  ${colors.dim(words)}`,
    ),
    '',
  ].join('\n');
}

function due({ dueAt, overdue }: Pick<Item, 'dueAt' | 'overdue'>, now: number): string {
  const distance = duration(Math.abs(Date.parse(dueAt) - now) / 1000);
  return overdue ? `${distance} ago` : `in ${distance}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value) && value.some((each) => typeof each === 'object'))
    return value.map((each) => `\n    ${excerpt(JSON.stringify(each), 200)}`).join('');
  return typeof value === 'string' ? value : excerpt(JSON.stringify(value), 500);
}
