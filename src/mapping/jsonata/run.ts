import type { Units } from '../../quality/checker.ts';
import type { MissingReference, Scope } from '../mapping.ts';
import { fail } from './failure.ts';

/** One run of a mapping: what its functions may know, what they leave behind. */
export interface Run {
  readonly scope: Scope;
  readonly units: Units;
  /** The document, for `$$`. */
  readonly root: unknown;
  readonly missing: MissingReference[];
  /** Index of the place in the mapping that was last entered; a failure is told with it. */
  at: number;
  /** The elements that were being made when it failed, outermost first. */
  indices: number[];
  /** Steps taken in lists and functions; only there can a mapping run away. */
  steps: number;
  /** How deep the mapping's own functions call each other. */
  depth: number;
}

const mostSteps = 2_000_000;
const deepest = 400;

/** Counts steps against the budget of a run. */
export function spend(run: Run, steps: number): void {
  run.steps += steps;
  if (run.steps > mostSteps) fail('D1012', run.steps);
}

export function enter(run: Run): void {
  spend(run, 1);
  if (++run.depth > deepest) fail('D1011', run.depth);
}
