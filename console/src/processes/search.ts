import type { InstanceOrder, InstancesFilter } from 'api/process/contract.ts';
import type { Standing } from '../parts/standing.ts';

/** Which instances a page shows, as its address says it. */
export interface InstancesSearch {
  standing?: Standing;
  state?: string;
  key?: string;
  /** Which come first; absent: by key. */
  first?: InstanceOrder;
  /** Those after this one. */
  after?: string;
}

/** What is asked of the hub for what the address says. */
export function filterOf({ standing, state, key }: InstancesSearch): InstancesFilter {
  return {
    ...(standing === 'overdue' ? { overdue: true } : standing && { status: standing }),
    ...(state !== undefined && { state }),
    ...(key !== undefined && { key }),
  };
}

export const ORDERS: readonly { value: InstanceOrder; label: string }[] = [
  { value: 'key', label: 'By key' },
  { value: 'due', label: 'Due next' },
  { value: 'still', label: 'Longest unmoved' },
  { value: 'newest', label: 'Newest' },
  { value: 'oldest', label: 'Oldest' },
];
