import type { ParkedCondition } from '../../../delivery/chosenMessages.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import type { ChooseParked } from './contract.ts';
import { where } from './where.ts';

/** Who decides, and of which systems; of all, when it is not said. */
export interface Acting {
  actor: string;
  systems?: readonly string[];
}

/** An empty filter chooses nothing: that every open message is meant has to be said. */
export function choose(choice: ChooseParked, states: readonly string[]): ParkedCondition | undefined {
  const { ids, filter, all } = choice;
  const ways = [ids !== undefined, Object.keys(filter ?? {}).length > 0, all === true];
  if (ways.filter(Boolean).length !== 1) return undefined;
  if (ids) return { text: 'state = any($1) and id = any($2)', values: [states, ids] };
  return where(filter ?? {}, states);
}

/** What is not of the systems of who decides is not among what was chosen. */
export function chooseFor(
  { systems }: Acting,
  choice: ChooseParked,
  states: readonly string[],
): ParkedCondition | undefined {
  const chosen = choose(choice, states);
  if (!chosen || !systems) return chosen;
  const text = `${chosen.text} and split_part(interface, '/', 1) = any($${chosen.values.length + 1})`;
  return { text, values: [...chosen.values, systems] };
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
