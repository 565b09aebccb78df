import type { Problem } from '../../vocabulary/problem.ts';
import { breach } from '../connectivity/breach.ts';
import { allStates, branchesOf, type Chart, type ChartState } from './chart.ts';

/**
 * What becomes of a command is told once. Its refusal must be heard where the instance stands when it was given: in that state, in one around it, or in all
 * within it. A state that is left at once, by an `always` without `when`, is none to stand in: the next one counts.
 */
export function unheardRefusals({ states, file }: Pick<Chart, 'states' | 'file'>): Problem[] {
  const all = allStates(states);
  const given = all.flatMap((state) => [
    ...state.enter.map((name) => ({ name, state, line: state.line })),
    ...branchesOf(state).flatMap(({ do: names, to = state.code, line }) =>
      names.map((name) => ({ name, state: all.find(({ code }) => code === to)!, line })),
    ),
  ]);
  return given
    .filter(({ name, state }) => !isHeard(`${name}.refused`, state, all))
    .map(({ name, state: { code }, line }) =>
      breach(
        { file, line },
        `Nothing listens to \`${name}.refused\` in the state \`${code}\``,
        'A system may refuse the command: say there, or in a state around it, under `on:` what happens then.',
      ),
    );
}

function isHeard(event: string, state: ChartState, all: readonly ChartState[]): boolean {
  const listens = ({ on }: ChartState) => on.some((each) => each.event === event);
  const around = (its: ChartState): ChartState[] => {
    const outer = all.find(({ states }) => states.includes(its));
    return outer === undefined ? [] : [outer, ...around(outer)];
  };
  const passed = new Set<ChartState>();
  const standsIn = (its: ChartState): boolean => around(its).some(listens) || within(its);
  const within = (its: ChartState): boolean => {
    if (listens(its) || its.kind === 'final' || passed.has(its)) return true;
    if (its.always.some(({ when }) => when === undefined)) {
      passed.add(its);
      return its.always.every(({ to }) => to === undefined || standsIn(all.find(({ code }) => code === to)!));
    }
    if (its.kind === 'parallel') return its.states.some(within);
    return its.kind === 'compound' && its.states.every(within);
  };
  return standsIn(state);
}
