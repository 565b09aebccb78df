import {
  type AnyActorLogic,
  type AnyStateMachine,
  initialTransition,
  type StateValue,
  transition,
} from 'xstate';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import type { Command, ProcessEvent, Standing } from './event.ts';
import type { Machine } from './machine.ts';

/** What one event did to an instance. */
export interface Step extends Standing {
  ended: boolean;
  /** In the order in which they were given. */
  commands: Command[];
  /** Timers that begin, in milliseconds from the event, and those that no longer count. */
  begun: { timer: string; ms: number }[];
  over: string[];
  /** States in which it is overdue since this event. */
  overdue: string[];
}

/** The first step of a new instance; undefined when the event starts none. */
export function begin(machine: Machine, event: ProcessEvent): Step | Problem | undefined {
  return guarded(machine, () => {
    if (!machine.starts(event)) return undefined;
    const context = machine.context(event);
    const [snapshot, actions] = initialTransition(bare(machine.states), context as never);
    return stepOf(snapshot as never, actions as never);
  });
}

/** What an event does to an instance; undefined when nothing listens to it where the instance stands. */
export function step(
  machine: Machine,
  { state, context }: Standing,
  event: ProcessEvent,
): Step | Problem | undefined {
  return guarded(machine, () => {
    const before = machine.states.resolveState({ value: state, context } as never);
    const [snapshot, actions] = transition(bare(machine.states), before as never, event as never);
    // Where nothing listened the statechart hands back what it was given.
    if (snapshot === before && actions.length === 0) return undefined;
    return stepOf(snapshot as never, actions as never);
  });
}

/** For each step it is asked for XState makes an actor, and that begins by entering the first state: as dear as the step, and for nothing. */
function bare(states: AnyStateMachine): AnyActorLogic {
  return {
    transition: (snapshot, event, scope) => states.transition(snapshot, event, scope),
    getInitialSnapshot: (scope, input) =>
      input === undefined ? NOT_BEGUN : states.getInitialSnapshot(scope, input as never),
    getPersistedSnapshot: (snapshot) => snapshot,
  };
}

const NOT_BEGUN = { status: 'active', output: undefined, error: undefined } as const;

interface Snapshot {
  value: StateValue;
  context: JsonObject;
  status: string;
}

interface Action {
  type: string;
  params: { [name: string]: Json };
}

function stepOf({ value, context, status }: Snapshot, actions: readonly Action[]): Step {
  const of = (type: string) => actions.filter((action) => action.type === type).map(({ params }) => params);
  return {
    state: value,
    context,
    ended: status === 'done',
    commands: of('command').flat() as unknown as Command[],
    begun: of('xstate.raise')
      .filter(({ delay }) => typeof delay === 'number')
      .map(({ id, delay }) => ({ timer: id as string, ms: delay as number })),
    over: of('xstate.cancel').map(({ sendId }) => sendId as string),
    overdue: of('overdue').map(({ state }) => state as string),
  };
}

/** An expression that fails, or an `always` without end, is told; all else is a defect. */
export function guarded<T>(machine: Machine, work: () => T): T | Problem {
  const { failure } = machine;
  delete failure.problem;
  try {
    return work();
  } catch (error) {
    if (failure.problem) return failure.problem;
    if (error instanceof Error && error.message.startsWith('Infinite loop')) return endless(machine);
    throw error;
  }
}

function endless({ chart: { code, file, line } }: Machine): Problem {
  const advice = 'Give one of the `always` that lead in a circle a `when` that ends it, under a new version.';
  const found = `The process ${code} goes from state to state by \`always\` and comes to no rest`;
  return problem('mapping-failed', 'process', found, { file, line, advice });
}

export function isProblem(found: object): found is Problem {
  return 'advice' in found;
}
