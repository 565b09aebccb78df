import { mayHaveSome, mayHold } from '../../mapping/mayHold.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { allStates, type Branch, branchesOf, type Chart, type ChartState, type Expression } from './chart.ts';

/** From the initial state, by every branch, and into every state that holds one or lies first in it. */
export function reached(
  chart: Chart,
  states: readonly ChartState[],
  mayGo: (branch: Branch) => boolean = () => true,
): Set<string> {
  const byCode = new Map(states.map((state) => [state.code, state]));
  const around = new Map(
    states.flatMap((state) => state.states.map(({ code }) => [code, state.code] as const)),
  );
  const found = new Set<string>();
  const visit = (code: string): void => {
    if (found.has(code)) return;
    found.add(code);
    const state = byCode.get(code)!;
    for (const branch of branchesOf(state)) if (branch.to !== undefined && mayGo(branch)) visit(branch.to);
    if (state.kind === 'compound') visit(state.initial!);
    if (state.kind === 'parallel') for (const inner of state.states) visit(inner.code);
    const outer = around.get(code);
    if (outer !== undefined) visit(outer);
  };
  visit(chart.initial);
  return found;
}

/** The commands that states give, each with a line that gives it. */
export function givenIn(
  states: readonly ChartState[],
  mayGo: (branch: Branch) => boolean = () => true,
): Map<string, number> {
  const given = new Map<string, number>();
  for (const state of states) {
    for (const name of state.enter) given.set(name, state.line);
    for (const branch of branchesOf(state).filter(mayGo))
      for (const name of branch.do) given.set(name, branch.line);
  }
  return given;
}

/** The commands that may be given by the parameters that are set, and those that take them back. */
export function givenByParameters(chart: Chart): Set<string> {
  const { values, segments } = chart.parameters;
  const all = [values, ...Object.values(segments)].flatMap((parameters) => givenBy(chart, { parameters }));
  const undos = chart.commands.flatMap(({ name, undo }) =>
    undo !== undefined && all.includes(name) ? [undo] : [],
  );
  return new Set([...all, ...undos]);
}

function givenBy(chart: Chart, known: JsonObject): string[] {
  const may = (judged: typeof mayHold, expression: Expression | undefined) =>
    expression === undefined || expression.function !== undefined || judged(expression.text, known);
  const mayGo = ({ when }: Branch) => may(mayHold, when);
  const states = allStates(chart.states);
  const found = reached(chart, states, mayGo);
  const given = givenIn(
    states.filter(({ code }) => found.has(code)),
    mayGo,
  );
  return chart.commands
    .filter(({ name, each }) => given.has(name) && may(mayHaveSome, each))
    .map(({ name }) => name);
}
