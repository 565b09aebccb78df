import type { Landscape } from '../landscape/landscape.ts';

/** How much of what is meant for a target can be mapped for it, with all its codes, units and references. */
export interface Completeness {
  /** Things and facts in scope. */
  meant: number;
  deliverable: number;
  /** What the rest lacks, the most frequent first: `item reference`, `unit code`. */
  missing: { what: string; count: number }[];
}

/** How much of the newest of its entity could be mapped for a target; undefined: there is no such target. */
export type MeasureTarget = (interfaceId: string) => Promise<Completeness | undefined>;

/** The same under a landscape that is not in force. */
export type MeasureUnder = (landscape: Landscape) => Promise<MeasureTarget>;
