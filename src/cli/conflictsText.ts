import type { Conflict, ConflictsPage } from '../api/operations/conflicts/contract.ts';
import type { Colors } from './output.ts';
import { age, excerpt, number, printable } from './words.ts';

/** What `lineshaft conflicts list` prints; `now` in milliseconds. */
export function conflictsText(page: ConflictsPage, now: number, colors: Colors): string {
  const { conflicts, total, next } = page;
  if (conflicts.length === 0) return `${colors.green('✓')} no conflict is open\n`;
  const more = next === undefined ? '' : `; the next ones with --cursor ${next}`;
  return `${conflicts.map((each) => conflictText(each, now, colors)).join('\n')}\n${number(conflicts.length)} of ${number(total)}${more}\n`;
}

/** One conflict: who says what, since when, and what stands. */
export function conflictText(conflict: Conflict, now: number, colors: Colors): string {
  const { id, entity, key, attribute, values, rule, state, openedAt, decidedBy, decision, reason } =
    printable(conflict);
  const open = state === 'open' ? `for ${age(openedAt, now)}` : state;
  const ended =
    decision === undefined
      ? ''
      : `    ${colors.green(`${decidedBy}: ${shownValue(decision.value)}`)}${reason === undefined ? '' : ` – ${reason}`}\n`;
  return [
    `${colors.bold(`#${id}`)} ${entity} ${key} ${colors.bold(attribute)} ${colors.dim(rule)}  ${open}\n`,
    ...values.map(({ system, value, at, stands }) => {
      const since = at === undefined ? 'from before the hub looked' : `${age(at, now)} ago`;
      return `    ${system}: ${stands ? colors.green(shownValue(value)) : shownValue(value)} ${colors.dim(since)}${stands ? ' stands' : ''}\n`;
    }),
    ended,
  ].join('');
}

export function shownValue(value: unknown): string {
  return value === null || value === undefined ? '–' : excerpt(JSON.stringify(value), 60);
}
