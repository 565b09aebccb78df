import { type AnyStateMachine, assign, createMachine } from 'xstate';
import {
  allStates,
  type Branch,
  type Chart,
  type ChartCommand,
  type ChartState,
  type Expression,
} from '../landscape/processes/chart.ts';
import type { MappingModel } from '../mapping/compile.ts';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { type Problem, ProblemError, problem } from '../vocabulary/problem.ts';
import { functionsOf, jsonata, type Sight } from './answering.ts';
import type { Command, ProcessEvent } from './event.ts';
import { type Delay, delayOf, overdueDelay } from './timers.ts';

/** From state to state on one event; what goes on and on would never hand the hub back. */
const MOST_MOVES = 1000;

/** A chart ready to run: its statechart, and its expressions compiled. */
export interface Machine {
  chart: Chart;
  states: AnyStateMachine;
  /** Types of the events it listens to, that which starts it among them. */
  listens: string[];
  /** Whether an event starts an instance. */
  starts(event: ProcessEvent): boolean;
  /** What an instance knows at its start. */
  context(event: ProcessEvent): JsonObject;
  /** Canonical keys by which events find the instance. */
  keys(context: JsonObject): string[];
  /** The command that takes back one that was given with this `data`. */
  undo(name: string, asked: Required<Pick<Asked, 'context' | 'event'>>, data: JsonObject): Command;
  /** By the version an instance comes from, what it knows besides on this one. */
  migrations: ReadonlyMap<number, (asked: Required<Pick<Asked, 'context' | 'event'>>) => JsonObject>;
  /** What an expression failed at last: the statechart tells of it in words only. */
  failure: { problem?: Problem };
}

/** What the expressions of a chart are asked of. */
interface Asked {
  context?: JsonObject;
  event: ProcessEvent;
  /** At the start; later they stand in the context. */
  parameters?: JsonObject;
  /** Of a command that is given for each of a list: the one it is for. */
  each?: Json;
}

type Ask = <T>(asked: Asked, fits: (value: Json | undefined, from: Expression) => T) => T;

/** Throws a `ProblemError` for what `lineshaft check` would have found. */
export function compileMachine(chart: Chart, model: MappingModel): Machine {
  const failure: Machine['failure'] = {};
  const answering = chart.script === undefined ? undefined : functionsOf(chart.file, chart.script);
  const ask = (expression: Expression): Ask => {
    const answer = expression.function === undefined ? jsonata(expression, model) : answering!(expression);
    return (asked, fits) => {
      try {
        return fits(answer(sightOf(asked)), expression);
      } catch (error) {
        if (error instanceof ProblemError) failure.problem = error.problem;
        throw error;
      }
    };
  };
  const { when } = chart.start;
  const starts = when && ask(when);
  const context = ask(chart.context);
  const hasParameters = Object.keys(chart.parameters.types).length > 0;
  const parameters = parametersOf(chart, chart.segment && ask(chart.segment));
  const keys = ask(chart.keys);
  const commands = new Map(chart.commands.map((command) => [command.name, commandMaker(command, ask)]));
  return {
    chart,
    states: createMachine(
      { ...statesOf(chart, ask, commands), id: chart.code, options: { maxIterations: MOST_MOVES } } as never,
      {
        delays: delaysOf(chart.states),
      } as never,
    ),
    listens: [chart.start.on, ...allStates(chart.states).flatMap(({ on }) => on.map(({ event }) => event))],
    starts: (event) =>
      event.type === chart.start.on && (!starts || starts({ event, parameters: parameters(event) }, isTrue)),
    context: (event) => {
      const its = parameters(event);
      return { ...context({ event, parameters: its }, objectOf), ...(hasParameters && { parameters: its }) };
    },
    undo: (name, asked, data) => commands.get(name)!({ ...asked, each: data })[0]!,
    migrations: new Map(
      chart.migrate.flatMap(({ from, set }) => {
        const said = set && ask(set);
        return said ? [[from, (asked: Asked) => said(asked, objectOf)] as const] : [];
      }),
    ),
    keys: (known) => keys({ context: known, event: NO_EVENT }, textsOf),
    failure,
  };
}

const NO_EVENT: ProcessEvent = { type: '', subject: '', time: '', data: {} };

/** The values that hold for an instance that an event starts. */
function parametersOf({ parameters }: Chart, segment: Ask | undefined) {
  return (event: ProcessEvent): JsonObject => {
    const its = segment?.({ event }, (value) => value);
    return (typeof its === 'string' && parameters.segments[its]) || parameters.values;
  };
}

/** What an expression sees. */
function sightOf({ context, event, parameters, each }: Asked): Sight {
  return {
    ...(context && { context }),
    parameters: parameters ?? context?.['parameters'] ?? {},
    event: event as unknown as Json,
    ...(each !== undefined && { each }),
  };
}

type MakeCommands = (asked: Asked) => Command[];

function commandMaker(
  { name, each, key, data }: ChartCommand,
  ask: (expression: Expression) => Ask,
): MakeCommands {
  const list = each && ask(each);
  const keyOf = ask(key);
  const dataOf = data && ask(data);
  const make = (asked: Asked): Command => ({
    name,
    key: keyOf(asked, textOf),
    data: dataOf ? dataOf(asked, objectOf) : {},
  });
  return (asked) =>
    list && asked.each === undefined
      ? list(asked, listOf).map((its) => make({ ...asked, each: its }))
      : [make(asked)];
}

function statesOf(
  chart: Chart,
  ask: (expression: Expression) => Ask,
  commands: ReadonlyMap<string, MakeCommands>,
) {
  const give = (name: string) => ({ type: 'command', params: commands.get(name)! });
  const branch = ({ when, to, set, do: given }: Branch) => {
    const fits = when && ask(when);
    const said = set && ask(set);
    const put = said && assign(((asked: Asked) => ({ ...asked.context, ...said(asked, objectOf) })) as never);
    return {
      ...(to !== undefined && { target: `#${to}` }),
      ...(fits && { guard: (asked: Asked) => fits(asked, isTrue) }),
      actions: [...(put ? [put] : []), ...given.map(give)],
    };
  };
  const stateOf = (state: ChartState): object => ({
    id: state.code,
    ...(state.kind === 'final' && { type: 'final' }),
    ...(state.kind === 'parallel' && { type: 'parallel' }),
    ...(state.kind === 'compound' && { initial: state.initial }),
    ...(state.states.length > 0 && { states: named(state.states, stateOf) }),
    entry: state.enter.map(give),
    on: Object.fromEntries(state.on.map(({ event, branches }) => [event, branches.map(branch)])),
    after: {
      ...Object.fromEntries(state.after.map(({ delay, branches }) => [delay, branches.map(branch)])),
      ...(state.within !== undefined && {
        [overdueDelay(state)]: { actions: [{ type: 'overdue', params: { state: state.code } }] },
      }),
    },
    always: state.always.map(branch),
    ...(state.done.length > 0 && { onDone: state.done.map(branch) }),
  });
  return {
    context: ({ input }: { input: JsonObject }) => input,
    initial: chart.initial,
    states: named(chart.states, stateOf),
  };
}

function named(states: readonly ChartState[], stateOf: (state: ChartState) => object) {
  return Object.fromEntries(states.map((state) => [state.code, stateOf(state)]));
}

function delaysOf(states: readonly ChartState[]): Record<string, Delay> {
  return Object.assign(
    {},
    ...states.map((state) => ({
      ...Object.fromEntries(state.after.map(({ delay }) => [delay, delayOf(delay)])),
      ...(state.within !== undefined && { [overdueDelay(state)]: delayOf(state.within) }),
      ...delaysOf(state.states),
    })),
  );
}

function isTrue(value: Json | undefined): boolean {
  return value === true;
}

function objectOf(value: Json | undefined, from: Expression): JsonObject {
  if (isObject(value)) return value;
  throw new ProblemError(unfit(from, 'an object', value));
}

function textOf(value: Json | undefined, from: Expression): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new ProblemError(unfit(from, 'a key', value));
}

function listOf(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** One key, or a list of them; what is not known yet is left out. */
function textsOf(value: Json | undefined): string[] {
  const list = Array.isArray(value) ? value.flat() : [value];
  return [...new Set(list.filter((each): each is string => typeof each === 'string' && each !== ''))];
}

function unfit({ file, line }: Expression, wanted: string, value: Json | undefined): Problem {
  const came = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 100);
  return problem('mapping-failed', 'process', `The expression should give ${wanted}, and gives ${came}`, {
    file,
    line,
  });
}
