import type { Processes } from 'api/process/chartContract.ts';

/** How many instances of a process stand how. */
export type Standings = Processes['processes'][number]['instances'];

/** All but those that have ended. */
export function openOf({ running, stuck, cancelling }: Standings): number {
  return running + stuck + cancelling;
}
