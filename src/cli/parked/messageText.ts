import type { ParkedDetail, ParkedMessage, ParkedPage } from '../../api/operations/parked/contract.ts';
import { type Colors, type Output, table } from '../output.ts';
import { age, number, printable } from '../words.ts';

/** What `lineshaft parked list` prints; `now` in milliseconds. */
export function printParked(page: ParkedPage, now: number, output: Output, colors: Colors): void {
  const { messages, total, next } = page;
  if (messages.length === 0) {
    output.write(`${colors.green('✓')} nothing is parked\n`);
    return;
  }
  const columns = [
    { title: 'ID', value: ({ id }: ParkedMessage) => String(id), align: 'right' as const },
    { title: 'INTERFACE', value: (message: ParkedMessage) => message.interface },
    { title: 'STATE', value: ({ state }: ParkedMessage) => paint(state, colors) },
    { title: 'KEY', value: ({ key, messageId }: ParkedMessage) => key ?? messageId ?? '' },
    { title: 'PROBLEM', value: ({ problem }: ParkedMessage) => problem.code },
    { title: 'DETAIL', value: ({ problem }: ParkedMessage) => problem.detail },
    { title: 'FOR', value: ({ parkedAt }: ParkedMessage) => age(parkedAt, now), align: 'right' as const },
    { title: 'TRIED', value: ({ attempts }: ParkedMessage) => String(attempts), align: 'right' as const },
  ];
  output.write(table(columns, messages, output, colors));
  const more = next === undefined ? '' : `; the next ones with --cursor ${next}`;
  output.write(
    `\n${number(messages.length)} of ${number(total)}${more}. Look at one with \`lineshaft parked show <id>\`\n`,
  );
}

/** What `lineshaft parked show` prints. */
export function parkedText(detail: ParkedDetail, colors: Colors): string {
  const message = printable(detail);
  const { id, direction, state, problem } = message;
  const facts: [string, string | number | undefined][] = [
    ['interface', `${message.interface} (${direction === 'in' ? 'into the hub' : 'out of the hub'})`],
    ['entity', message.entity],
    ['key', message.key],
    ['origin', message.origin],
    ['position', direction === 'out' ? message.position : undefined],
    ['received', message.receivedAt],
    ['parked', message.parkedAt],
    ['attempts', message.attempts],
    ['next try', message.nextAttemptAt],
    ['awaits', problem.awaits],
    ['field', problem.field],
    ['value', problem.value],
    ['rule', problem.rule],
    ['file', problem.file && [problem.file, problem.line, problem.column].filter(Boolean).join(':')],
    ['decided', message.decidedBy && `${message.decidedAt} by ${message.decidedBy}`],
    ['reason', message.reason],
    ['group', message.group],
    [
      'unblocked',
      message.unblocked && `${message.unblocked.at} by ${message.unblocked.by}: ${message.unblocked.reason}`,
    ],
  ];
  const known = facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : `  ${name.padEnd(10)}${value}`,
  );
  const document = message.event ?? message.document;
  return [
    `${colors.bold(`message ${id}`)} ${paint(state, colors)}`,
    `  ${colors.red(problem.code)} at ${problem.stage}: ${problem.detail}`,
    `  → ${problem.advice}`,
    '',
    ...known,
    ...(message.raw === undefined ? [] : ['', colors.bold('as received'), message.raw]),
    ...(document === undefined
      ? []
      : ['', colors.bold(message.event ? 'event' : 'decoded'), JSON.stringify(document, null, 2)]),
    ...(message.edits ?? []).flatMap(({ version, by, at, reason, document: edited }) => [
      '',
      colors.bold(`edited ${at} by ${by}: ${reason} (version ${version})`),
      JSON.stringify(edited, null, 2),
    ]),
    '',
  ].join('\n');
}

function paint(state: string, colors: Colors): string {
  if (state === 'parked') return colors.red(state);
  return state === 'delivered' || state === 'discarded' ? colors.dim(state) : colors.yellow(state);
}
