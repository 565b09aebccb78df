import type { Delivery, DeliveryOutcome } from '../connectors/connector.ts';
import type { Parked } from '../delivery/parked.ts';
import type { Onward } from '../ledger/read.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';

/** An entry on its way out: each step moves it on or says why it stops. */
export interface Leaving {
  entry: Onward;
  /** Its row when it was parked before and is tried again. */
  again?: Parked;
  delivery?: Delivery;
  /** Its key in the target, of a thing that was merged into another one there. */
  endedAs?: string;
  outcome?: DeliveryOutcome;
  /** The target had it already from an earlier attempt: this one sent nothing. */
  found?: true;
  /** Not for this target. */
  left?: true;
  /** Left out: the position of the newer state that goes instead. */
  overtakenBy?: number;
  /** Open messages whose place it takes, by their rows. */
  overtakes?: number[];
  behind?: true;
  /** What is missing arrives by itself. */
  problem?: Problem;
}

/** It asked, and the system said no: nothing is left to be done about it. */
export function isAnswered({ entry, outcome }: Leaving): boolean {
  return outcome?.outcome === 'rejected' && entry.data['asks'] === true;
}

export function stopBehind(l: Leaving): void {
  l.problem = problem('waits-behind', 'route', `waits behind an earlier message of ${l.entry.partitionKey}`);
  l.behind = true;
}
