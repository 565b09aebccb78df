import type { Promising, PromisingPolicy, PromisingSite } from '../landscape/promising/promising.ts';

/** Sites that deliver, all alike but for what is said. */
export function promisingFrom(
  sites: Record<string, Partial<PromisingSite>>,
  policy: Partial<PromisingPolicy> = {},
): Promising {
  const all = Object.entries(sites).map(([code, its]): [string, PromisingSite] => [
    code,
    {
      ...{ code, lead: 0, cost: 0, buffer: 0, whenStale: 'leaveOut', staleBuffer: 50, priority: {} },
      maxStaleness: new Map(),
      routes: new Map(),
      ...its,
    },
  ]);
  return {
    policy: {
      ...{ rank: ['date', 'split', 'priority', 'distance', 'cost'], split: 'allowed', mostSites: 3 },
      expires: 1_800_000,
      ...policy,
    },
    segments: new Map(),
    sites: new Map(all),
    sources: [],
    horizon: 180,
    settle: 0,
  };
}
