import type { Printed } from '../landscape/difference.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { LandscapeFiles } from './files.ts';

/** A landscape as this process would run it. */
export interface Prepared {
  hash: string;
  files: LandscapeFiles;
  problems: readonly Problem[];
  /** Present when there is no problem. */
  printed?: Printed;
}

/** What this process knows of landscapes. */
export interface LandscapeControl {
  /** What it runs, and the step that put it in force. */
  running(): { step: number; hash: string; printed: Printed };
  /** Reads and checks files with this process's own environment. */
  prepare(files: LandscapeFiles): Promise<Prepared>;
  /** Resolves when this process runs the landscape of the step, or a later one: to false when it does not in time. */
  changedTo(step: number): Promise<boolean>;
}
