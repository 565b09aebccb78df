import { type Problem, problem } from '../../vocabulary/problem.ts';
import type { DeliveryOutcome } from '../connector.ts';
import type { Failure } from './database.ts';

/** Words of an error, also of those without a message of their own (a refused connection to two addresses). */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(wordsOf).join('; ');
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
}

export function rejected(failure: Failure): DeliveryOutcome {
  const field = failure.column === undefined ? {} : { field: failure.column };
  return { outcome: 'rejected', problem: problem('target-rejected', 'send', failure.words, field) };
}

/** `committing`: the statements had been sent, only the answer to the commit is missing. */
export function unfinished(failure: Failure, committing: boolean): DeliveryOutcome {
  if (committing && failure.kind === 'broken') {
    return { outcome: 'unknown', problem: problem('outcome-unknown', 'send', failure.words) };
  }
  if (failure.kind === 'unfit')
    return { outcome: 'transient', problem: problem('target-unfit', 'send', failure.words) };
  return { outcome: 'transient', problem: unavailable(failure.words) };
}

export function unavailable(words: string): Problem {
  return problem('target-unavailable', 'send', words);
}
