import type { Parameters } from './parameters.ts';

/** A process as declared: a statechart, checked; what runs it is compiled from this. */
export interface Chart {
  code: string;
  title?: string;
  version: number;
  /** The entity each instance is about. */
  about: string;
  /** The process of the library it is. */
  uses?: string;
  parameters: Parameters;
  /** To the segment whose parameters hold. */
  segment?: Expression;
  start: { on: string; when?: Expression };
  context: Expression;
  keys: Expression;
  initial: string;
  states: ChartState[];
  commands: ChartCommand[];
  migrate: Migration[];
  /** Of a chart in TypeScript: its text, from which its functions are made. */
  script?: string;
  file: string;
  line: number;
}

/** JSONata, or the text of a function, and where it stands. */
export interface Expression {
  text: string;
  /** Of a function: the JSON pointer to it in what the chart's script exports. */
  function?: string;
  file: string;
  line: number;
}

/** Codes are unique over the whole chart. */
export interface ChartState {
  code: string;
  title?: string;
  kind: 'plain' | 'compound' | 'parallel' | 'final';
  initial?: string;
  states: ChartState[];
  /** A duration or a parameter; after that an instance in this state is overdue. */
  within?: string;
  /** Names of commands. */
  enter: string[];
  on: { event: string; branches: Branch[] }[];
  after: { delay: string; branches: Branch[] }[];
  always: Branch[];
  done: Branch[];
  line: number;
}

/** Of several the first that fits. */
export interface Branch {
  when?: Expression;
  to?: string;
  set?: Expression;
  do: string[];
  line: number;
}

export interface ChartCommand {
  name: string;
  entity: string;
  verb: string;
  /** To a list: it is given for each of them. */
  each?: Expression;
  key: Expression;
  data?: Expression;
  undo?: string;
  /** Why it has no undo. */
  final?: string;
  /** It changes nothing: a refusal is its answer. */
  asks?: boolean;
  line: number;
}

/** How instances on an older version are moved to this one. */
export interface Migration {
  from: number;
  /** By a state of that version, the state of this one; others keep their name. */
  states: { [from: string]: string };
  /** To an object that is put into the context. */
  set?: Expression;
  line: number;
}

/** All states of a chart, outer before inner. */
export function allStates(states: readonly ChartState[]): ChartState[] {
  return states.flatMap((state) => [state, ...allStates(state.states)]);
}

/** Every expression of a chart. */
export function expressionsOf({
  segment,
  start,
  context,
  keys,
  states,
  commands,
  migrate,
}: Chart): Expression[] {
  const all = [
    segment,
    start.when,
    context,
    keys,
    ...allStates(states).flatMap((state) => branchesOf(state).flatMap(({ when, set }) => [when, set])),
    ...commands.flatMap(({ each, key, data }) => [each, key, data]),
    ...migrate.map(({ set }) => set),
  ];
  return all.filter((each) => each !== undefined);
}

export function branchesOf({ on, after, always, done }: ChartState): Branch[] {
  return [...on, ...after].flatMap(({ branches }) => branches).concat(always, done);
}
