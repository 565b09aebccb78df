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
  file: string;
  line: number;
}

/** JSONata, and where it stands. */
export interface Expression {
  text: string;
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
  key: Expression;
  data?: Expression;
  undo?: string;
  /** Why it has no undo. */
  final?: string;
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

export function branchesOf({ on, after, always, done }: ChartState): Branch[] {
  return [...on, ...after].flatMap(({ branches }) => branches).concat(always, done);
}
