import type { StateValue } from 'xstate';
import { allStates, type Chart, type ChartState } from '../landscape/processes/chart.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { isIn, type ProcessEvent } from './event.ts';
import type { Instance, Timer } from './instance.ts';
import type { Machine } from './machine.ts';
import { guarded } from './step.ts';
import { type Delay, delayOf, later, overdueDelay, stateOf, timerIn, timerOf } from './timers.ts';

/** An instance on another version, with the timers that no longer count and those that do. */
export interface Moved {
  instance: Instance;
  over: string[];
  timers: Pick<Timer, 'timer' | 'dueAt'>[];
}

/** Why it stays on its version. */
export interface Left {
  left: string;
}

/**
 * Moves an instance to another version as that declares it: to the states named there, else to those of the same name. What was given stays given; timers that
 * both versions have go on, new ones begin now, and no command is given.
 */
export function move(
  from: Machine,
  to: Machine,
  instance: Instance,
  timers: Moved['timers'],
  event: ProcessEvent,
): Moved | Left | Problem {
  const { code, version, migrate } = to.chart;
  if (instance.version === version) return { left: `it is on version ${version} already` };
  const declared = migrate.find((each) => each.from === instance.version);
  if (!declared)
    return { left: `version ${version} does not say how to move from version ${instance.version}` };
  const unknown = notTakenBack(instance, to.chart);
  if (unknown !== undefined)
    return {
      left: `it gave \`${unknown}\`, which version ${version} of ${code} does not know: it could not be taken back`,
    };
  if (instance.state === null) return { instance: { ...instance, version }, over: [], timers: [] };
  const renamed = (state: string) => declared.states[state] ?? state;
  const state = stateIn(to, leavesOf(instance.state).map(renamed));
  if ('left' in state) return state;
  return guarded(to, () => {
    const said = to.migrations.get(instance.version);
    const known = withParameters(instance.context, to.chart);
    const context = { ...known, ...said?.({ context: known, event }) };
    const moved = { ...instance, version, state: state.value, context };
    const newName = (timer: string) => timerIn({ code: renamed(stateOf(timer)) }, timer);
    const had = new Set(delaysIn(from.chart, instance.state!).map(([timer]) => newName(timer)));
    const now = delaysIn(to.chart, moved.state).map(
      ([timer, delay]) => [timer, later(event.time, delay({ context }))] as const,
    );
    const running = timers.map(({ timer, dueAt }) => ({ timer: newName(timer), dueAt }));
    return {
      instance: overdueIn(moved, renamed),
      over: timers.map(({ timer }) => timer),
      timers: timersOf(had, new Map(now), running),
    };
  });
}

/** An instance keeps the values it began with; of parameters that are new it gets those that hold everywhere. */
function withParameters(context: JsonObject, { parameters: { values } }: Chart): JsonObject {
  if (Object.keys(values).length === 0) return context;
  return { ...context, parameters: { ...values, ...(context['parameters'] as JsonObject | undefined) } };
}

/** A command that still stands and that the chart could not take back. */
function notTakenBack({ given }: Instance, { commands }: Chart): string | undefined {
  const undone = new Set(given.map(({ undoes }) => undoes));
  return given.find(
    ({ name, n, answer, undoes }) =>
      answer !== 'refused' &&
      undoes === undefined &&
      !undone.has(n) &&
      !commands.some((each) => each.name === name),
  )?.name;
}

/** The innermost states it is in. */
function leavesOf(state: StateValue): string[] {
  if (typeof state === 'string') return [state];
  return Object.entries(state).flatMap(([outer, inner]) => {
    const within = inner === undefined ? [] : leavesOf(inner);
    return within.length === 0 ? [outer] : within;
  });
}

interface Tree {
  [code: string]: Tree;
}

/** The whole state out of its innermost ones; what they leave open of a state begins as that state does. */
function stateIn(machine: Machine, leaves: readonly string[]): { value: StateValue } | Left {
  const { chart } = machine;
  const tree: Tree = {};
  for (const leaf of leaves) {
    const way = wayTo(chart.states, leaf);
    if (!way)
      return {
        left: `\`${leaf}\` is not a state of version ${chart.version}: say under \`migrate\` where it goes`,
      };
    let at = tree;
    for (const { code } of way) at = at[code] ??= {};
  }
  const parallel = new Set(
    allStates(chart.states)
      .filter(({ kind }) => kind === 'parallel')
      .map(({ code }) => code),
  );
  const twofold = (at: Tree, isParallel: boolean): boolean =>
    (!isParallel && Object.keys(at).length > 1) ||
    Object.entries(at).some(([code, inner]) => twofold(inner, parallel.has(code)));
  if (twofold(tree, false))
    return { left: `version ${chart.version} cannot be in ${leaves.join(' and ')} at once` };
  return { value: machine.states.resolveState({ value: tree, context: {} } as never).value };
}

/** From the outermost state to this one. */
function wayTo(states: readonly ChartState[], code: string): ChartState[] | undefined {
  for (const state of states) {
    if (state.code === code) return [state];
    const within = wayTo(state.states, code);
    if (within) return [state, ...within];
  }
  return undefined;
}

function overdueIn(instance: Instance, renamed: (state: string) => string): Instance {
  const { overdue, ...rest } = instance;
  if (!overdue || instance.state === null) return instance;
  const state = renamed(overdue.in);
  return isIn(instance.state, state) ? { ...rest, overdue: { at: overdue.at, in: state } } : rest;
}

/** `had`: timers that were begun where it stood, `now`: those of where it stands, with when they are due if they begin now. */
function timersOf(
  had: ReadonlySet<string>,
  now: ReadonlyMap<string, Instant>,
  running: Moved['timers'],
): Moved['timers'] {
  const known = new Map(running.map(({ timer, dueAt }) => [timer, dueAt]));
  return [...now].flatMap(([timer, dueAt]) => {
    const its = known.get(timer);
    // One that has fired does not begin anew.
    if (its === undefined && had.has(timer)) return [];
    return [{ timer, dueAt: its ?? dueAt }];
  });
}

/** Timers that begin where a chart is in this state, and how long they take. */
function delaysIn({ states }: Chart, state: StateValue): [string, Delay][] {
  const entered = allStates(states).filter(({ code }) => isIn(state, code));
  return entered.flatMap((each): [string, Delay][] => [
    ...each.after.map(({ delay }): [string, Delay] => [timerOf(each, delay), delayOf(delay)]),
    ...(each.within === undefined
      ? []
      : [[timerOf(each, overdueDelay(each)), delayOf(each.within)] as [string, Delay]]),
  ]);
}
