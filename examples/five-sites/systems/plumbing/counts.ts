import type { Tally } from './system.ts';

/** One thing to count in the tally. */
export type Count =
  | { emitted: string; dirt?: string }
  | { received: string; outcome: 'accepted' | 'repeated' | 'rejected' };

export function emptyTally(system: string): Tally {
  return { system, emitted: {}, received: {}, errors: { count: 0 } };
}

export function addCounts(tally: Tally, counts: readonly Count[]): void {
  for (const count of counts) {
    if ('received' in count) received(tally, count.received)[count.outcome]++;
    else {
      const row = emitted(tally, count.emitted);
      if (count.dirt === undefined) row.clean++;
      else row.dirty[count.dirt] = (row.dirty[count.dirt] ?? 0) + 1;
    }
  }
}

function emitted(tally: Tally, kind: string) {
  tally.emitted[kind] ??= { clean: 0, dirty: {} };
  return tally.emitted[kind];
}
function received(tally: Tally, kind: string) {
  tally.received[kind] ??= { accepted: 0, repeated: 0, rejected: 0 };
  return tally.received[kind];
}
