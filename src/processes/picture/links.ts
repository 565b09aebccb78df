import { allStates, type Branch, type Chart, type ChartState } from '../../landscape/processes/chart.ts';

/** The dot from which the first state of a level is entered; no state can be called so. */
export const START = '•';

/** What leads from one state of a level to another. */
export interface Link {
  from: string;
  to: string;
  lines: string[];
  /** What must be true for a way that goes only `if …`. */
  conditions: string[];
  /** An instance goes on this way as soon as it is there, without an event. */
  atOnce: boolean;
}

/** The links between the states of one level. A branch from or to a state within one of them counts as that one's, and says from where it comes. */
export function linksOf(chart: Chart, level: readonly ChartState[], initial: string | undefined): Link[] {
  const holder = new Map(
    level.flatMap((state) => allStates([state]).map(({ code }) => [code, state.code] as const)),
  );
  const links = new Map<string, Link>();
  const add = (from: string, to: string, line: string, atOnce: boolean, condition?: string) => {
    const name = `${from} ${to}`;
    const link = links.get(name) ?? { from, to, lines: [], conditions: [], atOnce: false };
    if (line !== '' && !link.lines.includes(line)) link.lines.push(line);
    if (condition !== undefined && !link.conditions.includes(condition)) link.conditions.push(condition);
    links.set(name, { ...link, atOnce: link.atOnce || atOnce });
  };
  if (initial !== undefined) add(START, initial, level === chart.states ? chart.start.on : '', true);
  for (const state of allStates(level)) {
    const from = holder.get(state.code)!;
    for (const { word, branch, atOnce } of waysOf(state)) {
      const to = branch.to === undefined ? undefined : holder.get(branch.to);
      if (to === undefined || (to === from && branch.to !== state.code && state.code !== from)) continue;
      if (to === from && isWithin(state, branch.to!)) continue;
      const line = [word, branch.do.length > 0 ? `▸ ${branch.do.join(', ')}` : '']
        .filter((part) => part !== '')
        .join(' ');
      const says = from === state.code || line === '' ? line : `${state.code}: ${line}`;
      add(from, to, says, atOnce, branch.when?.text.trim());
    }
  }
  return [...links.values()];
}

/** Of a state itself or one that it holds. */
function isWithin(state: ChartState, code: string): boolean {
  return allStates([state]).some((each) => each.code === code) && state.code !== code;
}

function waysOf({
  on,
  after,
  always,
  done,
}: ChartState): { word: string; branch: Branch; atOnce: boolean }[] {
  const named = (word: string, branches: readonly Branch[], atOnce: boolean) =>
    branches.map((branch) => ({ word: branch.when ? `${word} if …`.trim() : word, branch, atOnce }));
  return [
    ...on.flatMap(({ event, branches }) => named(event, branches, false)),
    ...after.flatMap(({ delay, branches }) => named(`after ${delay}`, branches, false)),
    ...named('', always, true),
    ...named('done', done, true),
  ];
}
