import type { InterfaceStatus, SitesAnswer } from '../api/operations/contract.ts';
import { type Colors, count } from './output.ts';
import { clock, duration, number, printable } from './words.ts';

type Backlog = NonNullable<InterfaceStatus['backlog']>;
type Hold = NonNullable<InterfaceStatus['hold']>;

/**
 * What is wrong, what holds, and what has to catch up, below the table; empty when all is well. What goes for several interfaces of a system is
 * said once.
 */
export function remarksOf({ sites, at }: SitesAnswer, colors: Colors): string {
  const now = Date.parse(at);
  return printable(sites)
    .flatMap((site) => site.systems)
    .flatMap(({ code, interfaces }) => [
      ...holdLines(code, interfaces, now, colors),
      ...failureLines(code, interfaces, colors),
      ...interfaces.flatMap((each) => incompleteLine(each, colors)),
      ...interfaces.filter(isBehind).map((each) => behindLine(each, now, colors)),
    ])
    .join('');
}

/** `held by maintenance until 06:00 (in 2 h 10 min): 12,400 wait, caught up about 06:25`. */
function holdLines(system: string, interfaces: readonly InterfaceStatus[], now: number, colors: Colors) {
  const held = interfaces.flatMap((each) => (each.state === 'held' && each.hold ? each : []));
  const alike = Map.groupBy(held, ({ hold }) => `${hold!.state} ${hold!.reason}`);
  return [...alike.values()].map((those) => {
    const [first, ...more] = those;
    const head = `${colors.yellow('‖')} ${nameOf(system, those)}: ${holdText(first!.hold!, now)}`;
    if (more.length === 0) return `${head}${first!.backlog ? `: ${waitText(first!.backlog, now)}` : ''}\n`;
    const waits = those.flatMap(({ id, backlog }) =>
      backlog && backlog.entries > 0 ? `    ${id}: ${waitText(backlog, now)}\n` : [],
    );
    return `${head}${waits.length > 0 ? '' : ': nothing waits'}\n${waits.join('')}`;
  });
}

function failureLines(system: string, interfaces: readonly InterfaceStatus[], colors: Colors): string[] {
  const failing = interfaces.flatMap(({ id, state, problem }) =>
    state === 'failing' && problem
      ? { id, said: `${withoutName(problem.detail, id)} ${colors.dim(`— ${problem.advice}`)}` }
      : [],
  );
  return [...Map.groupBy(failing, ({ said }) => said)].map(
    ([said, those]) => `${colors.red('✗')} ${nameOf(system, those)}: ${said}\n`,
  );
}

/** Some connectors begin with the name of the interface. */
function withoutName(detail: string, id: string): string {
  return detail.startsWith(`${id}: `) ? detail.slice(id.length + 2) : detail;
}

function nameOf(system: string, those: readonly { id: string }[]): string {
  return those.length === 1 ? those[0]!.id : `${system}, ${count(those.length, 'interface')}`;
}

function incompleteLine({ id, incomplete = 0 }: InterfaceStatus, colors: Colors): string[] {
  if (incomplete === 0) return [];
  const advice = '`lineshaft work list --kind completion` says what and whom it is asked of';
  return [
    `${colors.yellow('…')} ${id}: ${count(incomplete, 'new thing')} wait for what they lack; ${advice}\n`,
  ];
}

/** Less is the ordinary work of a moment. */
const BEHIND_SECONDS = 10;

function isBehind({ state, backlog, lagSeconds }: InterfaceStatus): boolean {
  return (
    state === 'running' && backlog !== undefined && backlog.entries > 0 && (lagSeconds ?? 0) >= BEHIND_SECONDS
  );
}

function behindLine({ id, backlog }: InterfaceStatus, now: number, colors: Colors): string {
  return `${colors.yellow('…')} ${id}: ${waitText(backlog!, now)}\n`;
}

function holdText({ state, reason, since, until }: Hold, now: number): string {
  const end = until === undefined ? '' : `${clock(Date.parse(until), now)} (in ${left(until, now)})`;
  switch (state) {
    case 'held-window':
      return `held by ${reason}${end && ` until ${end}`}`;
    case 'held-circuit':
      return `held: ${reason} since ${clock(Date.parse(since), now)}${end && `, asked again at ${end}`}`;
    case 'held-gate':
      return `not live yet: ${reason}`;
    case 'held-throttle':
      return `held: ${reason}${end && ` until ${end}`}`;
  }
}

function left(until: string, now: number): string {
  return duration(Math.max(0, Math.round((Date.parse(until) - now) / 1000)));
}

function waitText({ entries, how, caughtUpAt, untold }: Backlog, now: number): string {
  if (entries === 0) return 'nothing waits';
  const about = how === 'estimated' ? 'about ' : '';
  const end =
    caughtUpAt === null
      ? UNTOLD[untold ?? 'nothing-waits']
      : `, caught up about ${clock(Date.parse(caughtUpAt), now)}`;
  return `${about}${number(entries)} ${entries === 1 ? 'waits' : 'wait'}${end}`;
}

const UNTOLD = {
  'nothing-waits': '',
  'end-unknown': ', nobody knows how long',
  'rate-unknown': ', no rate was measured yet to tell when it is caught up',
  'arrivals-faster': ', and more arrives than it takes',
} as const;
