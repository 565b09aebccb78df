import type { InterfaceStatus, SitesAnswer } from '../api/operations/contract.ts';
import { type Colors, count, type Output, table } from './output.ts';
import { clock, duration, number, printable } from './words.ts';

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
  const remarks = rows.flatMap(({ status }) => remarkOf(status, Date.parse(answer.at), colors) ?? []);
  if (remarks.length > 0) output.write(`\n${remarks.join('')}`);
  output.write(`\n${summary(answer, rows, colors)}\n`);
}

/** What is wrong, what holds it, or that it has to catch up; nothing when all is well. */
function remarkOf(status: InterfaceStatus, now: number, colors: Colors): string | undefined {
  const { id, state, problem, hold, backlog } = status;
  if (state === 'held' && hold)
    return `${colors.yellow('‖')} ${id}: ${holdText(printable(hold), backlog, now)}\n`;
  if (state === 'failing' && problem) {
    const { detail, advice } = printable(problem);
    return `${colors.red('✗')} ${id}: ${detail} ${colors.dim(`— ${advice}`)}\n`;
  }
  const isBehind = backlog && backlog.entries > 0 && (status.lagSeconds ?? 0) >= BEHIND_SECONDS;
  return isBehind && state === 'running'
    ? `${colors.yellow('…')} ${id}: ${waitText(backlog)}${caughtUp(backlog, now)}\n`
    : undefined;
}

/** Less is the ordinary work of a moment. */
const BEHIND_SECONDS = 10;

/** `held by maintenance until 06:00 (in 2 h 10 min): 12,400 wait, caught up about 06:25`. */
function holdText(
  { state, reason, until }: NonNullable<InterfaceStatus['hold']>,
  backlog: InterfaceStatus['backlog'],
  now: number,
): string {
  const by = state === 'held-window' ? `held by ${reason}` : `held: ${reason}`;
  const end = until === undefined ? '' : ` until ${clock(Date.parse(until), now)} (in ${left(until, now)})`;
  return backlog ? `${by}${end}: ${waitText(backlog)}${caughtUp(backlog, now)}` : `${by}${end}`;
}

function left(until: string, now: number): string {
  return duration(Math.max(0, Math.round((Date.parse(until) - now) / 1000)));
}

function waitText({ entries, how }: NonNullable<InterfaceStatus['backlog']>): string {
  if (entries === 0) return 'nothing waits';
  const about = how === 'estimated' ? 'about ' : '';
  return `${about}${number(entries)} ${entries === 1 ? 'waits' : 'wait'}`;
}

const UNTOLD = {
  'nothing-waits': '',
  'end-unknown': ', nobody knows how long',
  'rate-unknown': ', no rate was measured yet to tell when it is caught up',
  'arrivals-faster': ', and more arrives than it takes',
} as const;

function caughtUp({ caughtUpAt, untold }: NonNullable<InterfaceStatus['backlog']>, now: number): string {
  if (caughtUpAt !== null) return `, caught up about ${clock(Date.parse(caughtUpAt), now)}`;
  return untold ? UNTOLD[untold] : '';
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
