import type { Landscape } from '../landscape/landscape.ts';

/** How much of what is meant for a target can be mapped for it, with all its codes, units and references. */
export interface Completeness {
  /** Things and facts in scope. */
  meant: number;
  deliverable: number;
  /** What the rest lacks, the most frequent first: `item reference`, `unit code`. */
  missing: { what: string; count: number }[];
}

/** How much of the newest of its entity could be mapped for each target; one that is not known is left out. */
export type MeasureTargets = (interfaceIds: readonly string[]) => Promise<ReadonlyMap<string, Completeness>>;

/** What would become of messages of a source: of the newest it took in, and of the newest that are parked. */
export interface Rehearsal {
  taken: number;
  /** Of those taken in, the ones that would park, and why, the most frequent first: `unit 'KAN' unknown`. */
  parks: number;
  why: { what: string; count: number }[];
  parked: number;
  /** Of those parked, the ones that would be mapped. */
  passes: number;
}

/** `late`: the time for looking is over. Undefined: there is no such source, or it has never been worked. */
export type RehearseSource = (interfaceId: string) => Promise<Rehearsal | 'late' | undefined>;

/** What interfaces would come to under a landscape that is not in force. */
export type LookUnder = (
  landscape: Landscape,
) => Promise<{ measure: MeasureTargets; rehearse: RehearseSource }>;
