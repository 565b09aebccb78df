import type { InstanceView } from 'api/process/contract.ts';
import type { Health } from './health.ts';

export const STANDINGS = ['running', 'overdue', 'stuck', 'cancelling', 'ended', 'cancelled'] as const;

/** How an instance stands; one that is late may still be running. */
export type Standing = (typeof STANDINGS)[number];

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
