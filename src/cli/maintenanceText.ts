import type { MaintenanceAnswer, SystemMaintenance, Window } from '../api/operations/maintenance/contract.ts';
import { type Colors, type Output, table } from './output.ts';
import { clock, duration, printable } from './words.ts';

interface Row {
  system: SystemMaintenance;
  window: Window;
  when: 'now' | 'next';
}

/** What `lineshaft maintenance list` prints: times are those of the system's site. Pure but for writing. */
export function printMaintenance(answer: MaintenanceAnswer, output: Output, colors: Colors): void {
  const now = Date.parse(answer.at);
  const systems = printable(answer.systems);
  const rows = systems.flatMap((system): Row[] => [
    ...(system.now ? [{ system, window: system.now, when: 'now' as const }] : []),
    ...system.next.map((window) => ({ system, window, when: 'next' as const })),
  ]);
  if (rows.length === 0) output.write('No maintenance window is declared or announced\n');
  else output.write(table(columns(now, colors), rows, output, colors));
  const said = systems.flatMap((system) => system.said.map((word) => wordText(system, word, now)));
  if (said.length > 0) output.write(`\nSaid by people, over what the landscape declares:\n${said.join('')}`);
}

function columns(now: number, colors: Colors) {
  const time = ({ system }: Row, at: string | undefined) =>
    at === undefined ? 'no end in sight' : clock(Date.parse(at), now, system.timeZone);
  return [
    { title: 'SYSTEM', value: ({ system }: Row) => system.system },
    {
      title: 'WINDOW',
      value: ({ when }: Row) => when,
      paint: (cell: string, { when }: Row) => (when === 'now' ? colors.yellow(cell) : cell),
    },
    { title: 'FROM', value: (row: Row) => time(row, row.window.from) },
    { title: 'TO', value: (row: Row) => time(row, row.window.to) },
    { title: 'IN', value: (row: Row) => distance(row, now) },
    { title: 'ZONE', value: ({ system }: Row) => system.timeZone },
    { title: 'REASON', value: ({ window }: Row) => window.reason ?? '–' },
  ];
}

function distance({ window, when }: Row, now: number): string {
  const at = when === 'now' ? window.to : window.from;
  if (at === undefined) return '–';
  const far = duration(Math.round((Date.parse(at) - now) / 1000));
  return when === 'now' ? `${far} left` : far;
}

function wordText(
  { system, timeZone }: SystemMaintenance,
  { id, says, from, to, reason, by }: SystemMaintenance['said'][number],
  now: number,
): string {
  const span = [from, to].map((at) => clock(Date.parse(at), now, timeZone)).join(' – ');
  const words = says === 'closed' ? 'closed' : 'open after all';
  return `  #${id} ${system}: ${words} ${span}, by ${by}${reason === undefined ? '' : ` (${reason})`}\n`;
}

/** `na-erp is closed until 06:00 (2 h 10 min left)`. */
export function standing({ system, now: window, next, timeZone }: SystemMaintenance, now: number): string {
  const at = (time: string) => clock(Date.parse(time), now, timeZone);
  if (window?.to !== undefined) {
    const left = duration(Math.max(0, Math.round((Date.parse(window.to) - now) / 1000)));
    return `${system} is in maintenance until ${at(window.to)} ${timeZone} (${left} left)`;
  }
  if (window) return `${system} is in maintenance, no end in sight`;
  const following = next[0] ? `; next window ${at(next[0].from)} ${timeZone}` : '; no window to come';
  return `${system} is open${following}`;
}
