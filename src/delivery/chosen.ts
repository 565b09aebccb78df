import type { Queryable } from '../database/pool.ts';
import { type Between, readNewest } from '../ledger/newer.ts';
import type { Onward } from '../ledger/read.ts';
import { isState } from '../vocabulary/envelope.ts';
import { overtaken } from './latest.ts';

/** Which entries are for a target. */
export interface TargetScope {
  entity: string;
  system: string;
  /** By `sites:` and `where:`. */
  isInScope(entry: Onward): boolean;
}

/** What a replay makes of a page of the ledger. */
export interface Chosen {
  send: Onward[];
  /** Positions of states that a newer one in scope follows, up to where the target has come. */
  superseded: number[];
  /** Positions. */
  outOfScope: number[];
}

/**
 * What goes out once more: of a state the newest in scope up to `live`, the position the target has come to, so that it ends where live
 * traffic had brought it; of facts each. A state that the target told itself goes too, since a system built anew has lost it; its own facts do not.
 */
export async function choose(
  db: Queryable,
  target: TargetScope,
  entries: readonly Onward[],
  live: number,
): Promise<Chosen> {
  const meant = entries.filter(
    (entry) => target.isInScope(entry) && (isState(entry) || entry.system !== target.system),
  );
  const states = meant.filter(isState);
  const before = overtaken(states);
  const last = states.filter(({ position }) => !before.has(position));
  const superseded = new Set([...before.keys(), ...(await findFollowed(db, target, last, live))]);
  const inScope = new Set(meant);
  return {
    send: meant.filter(({ position }) => !superseded.has(position)),
    superseded: [...superseded],
    outOfScope: entries.filter((entry) => !inScope.has(entry)).map(({ position }) => position),
  };
}

/** Positions of those that a newer one in scope follows. Newest first: what is out of scope is passed, one by one. */
async function findFollowed(
  db: Queryable,
  target: TargetScope,
  states: readonly Onward[],
  live: number,
): Promise<number[]> {
  const followed: number[] = [];
  let asked: Between[] = states.map(({ subject, position }) => ({
    subject,
    after: position,
    before: live + 1,
  }));
  while (asked.length > 0) {
    const newest = await readNewest(db, target.entity, asked);
    asked = asked.flatMap((between, i) => {
      const entry = newest[i];
      if (!entry) return [];
      if (!target.isInScope(entry)) return [{ ...between, before: entry.position }];
      followed.push(between.after);
      return [];
    });
  }
  return followed;
}
