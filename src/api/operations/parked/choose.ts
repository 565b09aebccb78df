import type { ParkedCondition } from '../../../delivery/chosenMessages.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import type { ChooseParked } from './contract.ts';
import { where } from './where.ts';

/** An empty filter chooses nothing: that every open message is meant has to be said. */
export function choose(
  { ids, filter, all }: ChooseParked,
  states: readonly string[],
): ParkedCondition | undefined {
  const ways = [ids !== undefined, Object.keys(filter ?? {}).length > 0, all === true];
  if (ways.filter(Boolean).length !== 1) return undefined;
  if (ids) return { text: 'state = any($1) and id = any($2)', values: [states, ids] };
  return where(filter ?? {}, states);
}

export function undecided(): Problem {
  return problem('request-invalid', 'api', 'Which messages are meant is not said in exactly one way.', {
    advice: 'Give `ids`, or a `filter` with at least one attribute, or `all: true`.',
  });
}

/** How many of those asked for by id the decision did not take hold of. */
export function leftOf({ ids }: ChooseParked, decided: number): number {
  return ids ? new Set(ids).size - decided : 0;
}
