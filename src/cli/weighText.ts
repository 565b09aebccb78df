import type { Weighing } from '../api/operations/weighing/contract.ts';
import { shownValue } from './conflictsText.ts';
import { type Colors, count } from './output.ts';
import { number, printable } from './words.ts';

const SHOWN = 50;

/** What `lineshaft weigh` prints: what changes, by whose word, and what is left as it is. */
export function weighingText(weighing: Weighing, isDryRun: boolean, colors: Colors): string {
  const { looked, turns, settled, left } = printable(weighing);
  const more =
    turns.length > SHOWN ? `and ${number(turns.length - SHOWN)} more; all of them with --json\n` : '';
  const records = count(turns.length, 'record');
  const conflicts = count(settled, 'open conflict');
  const [changed, ended] = isDryRun ? ['would change', 'would be settled'] : ['changed', 'settled'];
  return [
    ...turns.slice(0, SHOWN).map((turn) => turnText(turn, colors)),
    more,
    ...left.map(({ key, detail }) => `${colors.yellow('!')} ${key} stays as it is: ${detail}\n`),
    `${number(looked)} looked at: ${records} ${changed}, ${conflicts} ${ended}\n`,
  ].join('');
}

function turnText({ key, changes }: Weighing['turns'][number], colors: Colors): string {
  return [
    `${colors.bold(key)}\n`,
    ...changes.map(
      ({ attribute, held, becomes, system }) =>
        `    ${attribute}  ${shownValue(held)} → ${colors.green(shownValue(becomes))}  ${colors.dim(system)}\n`,
    ),
  ].join('');
}
