import type { Preview } from '../../api/operations/parked/previewContract.ts';
import { FORESEEN_OUTCOMES, type ForeseenOutcome } from '../../vocabulary/outcomes.ts';
import { type Colors, count, type Output, table } from '../output.ts';
import { number, printable } from '../words.ts';
import { sumsText } from './sumsText.ts';

type Told = Preview['messages'][number];

/** What `lineshaft parked preview` prints. */
export function printPreview(answer: Preview, output: Output, colors: Colors): void {
  const { chosen, followers, sums, stopped, messages } = printable(answer);
  if (chosen === 0) {
    output.write('none of these is parked\n');
    return;
  }
  const columns = [
    { title: 'ID', value: ({ id }: Told) => String(id), align: 'right' as const },
    { title: 'INTERFACE', value: (told: Told) => told.interface },
    { title: 'KEY', value: ({ key }: Told) => key ?? '' },
    { title: 'WOULD BE', value: ({ outcome }: Told) => outcome },
    { title: 'BECAUSE', value: ({ problem }: Told) => problem?.detail ?? '' },
  ];
  if (messages.length > 0) output.write(`${table(columns, messages, output, colors)}\n`);
  const behind = followers === 0 ? '' : ` and ${number(followers)} that wait behind`;
  output.write(`${colors.bold(`${count(chosen, 'message')}${behind}`)}, if handed back now:\n`);
  output.write(sumsText(sums, (outcome) => FORESEEN_OUTCOMES[outcome as ForeseenOutcome]));
  for (const { title, count: times, group } of stopped) {
    output.write(`  ${colors.red(number(times))} would park: ${title} ${colors.dim(group)}\n`);
  }
}
