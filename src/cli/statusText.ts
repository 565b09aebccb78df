import type { InterfaceStatus, SitesAnswer } from '../api/operations/contract.ts';
import { type Colors, count, type Output, table } from './output.ts';
import { remarksOf } from './statusRemarks.ts';
import { duration, number } from './words.ts';

interface Row {
  site: string;
  system: string;
  status: InterfaceStatus;
}

/** What `lineshaft status` prints. Pure but for writing. */
export function printStatus(answer: SitesAnswer, output: Output, colors: Colors): void {
  const rows = answer.sites.flatMap(({ code: site, systems }) =>
    systems.flatMap(({ code: system, interfaces }) =>
      interfaces.map((status): Row => ({ site, system, status })),
    ),
  );
  const columns = [
    { title: 'SITE', value: ({ site }: Row) => site },
    { title: 'SYSTEM', value: ({ system }: Row) => system },
    { title: 'INTERFACE', value: ({ status }: Row) => nameOf(status) },
    { title: 'ENTITY', value: ({ status }: Row) => status.entity },
    { title: 'STATE', value: ({ status }: Row) => colouredState(status.state, colors) },
    { title: 'LAG', value: ({ status }: Row) => lag(status), align: 'right' as const },
    { title: 'PER MIN', value: ({ status }: Row) => rate(status), align: 'right' as const },
    { title: 'TOTAL', value: ({ status }: Row) => number(total(status)), align: 'right' as const },
    { title: 'PARKED', value: ({ status }: Row) => parked(status, colors), align: 'right' as const },
    { title: 'WAITING', value: ({ status }: Row) => waiting(status), align: 'right' as const },
  ];
  output.write(table(columns, rows, output, colors));
  const remarks = remarksOf(answer, colors);
  if (remarks !== '') output.write(`\n${remarks}`);
  output.write(`\n${summary(answer, rows, colors)}\n`);
}

function summary({ enterprise, sites, head }: SitesAnswer, rows: readonly Row[], colors: Colors): string {
  const systems = sites.flatMap((site) => site.systems).length;
  const states = (['running', 'held', 'failing', 'stopped'] as const).flatMap((state) => {
    const those = rows.filter(({ status }) => status.state === state).length;
    return those === 0 ? [] : `${those} ${colouredState(state, colors)}`;
  });
  const held = rows.reduce((sum, { status }) => sum + status.open.parked, 0);
  const parts = [
    `${enterprise}: ${count(sites.length, 'site')}, ${count(systems, 'system')}, ${count(rows.length, 'interface')} (${states.join(', ')})`,
    `${number(head)} entries in the ledger`,
    held === 0 ? 'nothing parked' : `${number(held)} parked: see \`lineshaft parked groups\``,
  ];
  return parts.join('; ');
}

/** `orders ▸` goes into the hub, `▸ orders` out of it. */
function nameOf({ id, direction }: InterfaceStatus): string {
  const name = id.slice(id.indexOf('/') + 1);
  return direction === 'source' ? `${name} ▸` : `▸ ${name}`;
}

function colouredState(state: InterfaceStatus['state'], colors: Colors): string {
  if (state === 'running') return colors.green(state);
  return state === 'failing' ? colors.red(state) : colors.yellow(state);
}

function lag({ lagSeconds }: InterfaceStatus): string {
  return lagSeconds === null ? '–' : duration(lagSeconds);
}

function rate({ perMinute }: InterfaceStatus): string {
  return perMinute === null ? '–' : number(perMinute);
}

function total({ totals }: InterfaceStatus): number {
  return Object.values(totals).reduce((sum, value) => sum + value, 0);
}

function parked({ open }: InterfaceStatus, colors: Colors): string {
  return open.parked === 0 ? '0' : colors.red(number(open.parked));
}

/** In the ledger, and of its own messages those that are neither parked nor through. */
function waiting({ open, backlog }: InterfaceStatus): string {
  return number(open['held-behind'] + open.retrying + open.waiting + (backlog?.entries ?? 0));
}
