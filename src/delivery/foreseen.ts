import type { ForeseenOutcome } from '../vocabulary/outcomes.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { ChosenMessage, ParkedCondition } from './chosenMessages.ts';

export interface Foreseen {
  outcome: ForeseenOutcome;
  /** Of `still-parks` and `behind`. */
  problem?: Problem;
}

/** What would happen to one message if the chosen ones were handed back now. */
export interface ForeseenMessage extends Foreseen, Pick<ChosenMessage, 'id' | 'key' | 'follows'> {
  interface: string;
  direction: 'in' | 'out';
}

/** Tells, page by page, what would happen to the chosen messages and to those behind them; decides and writes nothing. */
export type Foresee = (condition: ParkedCondition, tell: (page: ForeseenMessage[]) => void) => Promise<void>;
