import type { Answered, Ask } from '../connectors/connector.ts';
import { type Problem, ProblemError, problem } from '../vocabulary/problem.ts';
import type { Gate } from './gate.ts';

/** A turn that has not come by then is asked for anew. */
const TURN_MS = 10_000;

/** Another process may have been given the only turn: so long until it is asked for again. */
const AGAIN_MS = 250;

/** The way of one source through the gate of its system: a question is a delivery of one to all others who wait. */
export function createAsk(gate: Gate, interfaceId: string): Ask {
  return async (question, signal) => {
    for (;;) {
      signal.throwIfAborted();
      const until = performance.now() + TURN_MS;
      const turn = { interface: interfaceId, priority: 'normal', deliveries: 1, until, signal } as const;
      const answered = await gate.run(turn, () => askOnce(gate, question, signal));
      if (answered && 'answer' in answered) return answered.answer;
      await gate.changed(AGAIN_MS, signal);
    }
  };
}

async function askOnce<T>(
  gate: Gate,
  question: () => Promise<Answered<T>>,
  signal: AbortSignal,
): Promise<Answered<T>> {
  try {
    const answered = await question();
    gate.met({ met: 'answer' });
    if (answered.wait) gate.met({ met: 'limit', ...answered.wait });
    return answered;
  } catch (error) {
    // What the hub itself broke off says nothing about the system.
    if (!signal.aborted) {
      const found = problemOf(error as Error);
      gate.met(found.code === 'target-unavailable' ? { met: 'absence', problem: found } : { met: 'answer' });
    }
    throw error;
  }
}

/** What kept a source from being read; an error without a problem of its own means that its system was not there. */
export function problemOf(error: Error): Problem {
  return error instanceof ProblemError
    ? error.problem
    : problem('target-unavailable', 'receive', error.message || error.name);
}
