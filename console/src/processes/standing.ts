import type { Processes } from 'api/process/chartContract.ts';
import type { InstancesFilter, InstanceView } from 'api/process/contract.ts';
import type { Health } from '../parts/health.ts';

export const STANDINGS = ['running', 'overdue', 'stuck', 'cancelling', 'ended', 'cancelled'] as const;

/** How an instance stands; one that is late may still be running. */
export type Standing = (typeof STANDINGS)[number];

/** Which instances a page shows, as its address says it. */
export interface InstancesSearch {
  standing?: Standing;
  state?: string;
  key?: string;
  /** Those after this one. */
  after?: string;
}

export const STANDING_WORDS: Record<Standing, string> = {
  running: 'running',
  overdue: 'overdue',
  stuck: 'needs a person',
  cancelling: 'being taken back',
  ended: 'ended',
  cancelled: 'cancelled',
};

export const STANDING_HEALTH: Record<Standing, Health> = {
  running: 'well',
  overdue: 'late',
  stuck: 'failing',
  cancelling: 'held',
  ended: 'stopped',
  cancelled: 'stopped',
};

export function standingOf({ status, overdue }: Pick<InstanceView, 'status' | 'overdue'>): Standing {
  return status === 'running' && overdue ? 'overdue' : status;
}

/** What is asked of the hub for what the address says. */
export function filterOf({ standing, state, key }: InstancesSearch): InstancesFilter {
  return {
    ...(standing === 'overdue' ? { overdue: true } : standing && { status: standing }),
    ...(state !== undefined && { state }),
    ...(key !== undefined && { key }),
  };
}

export type Standings = Processes['processes'][number]['instances'];

/** All but those that have ended. */
export function openOf({ running, stuck, cancelling }: Standings): number {
  return running + stuck + cancelling;
}
