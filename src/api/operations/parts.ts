import type { LandscapeControl } from '../../applied/control.ts';
import type { Pool } from '../../database/pool.ts';
import type { TargetScope } from '../../delivery/chosen.ts';
import type { LookUnder, MeasureTargets } from '../../delivery/completeness.ts';
import type { Foresee } from '../../delivery/foreseen.ts';
import type { ShowOutgoing } from '../../delivery/outgoing.ts';
import type { Speaker } from '../../identity/arrival.ts';
import type { ConnectivityRule, Landscape } from '../../landscape/landscape.ts';
import type { Wakeup } from '../../ledger/wakeup.ts';
import type { Rates } from '../../observability/rates.ts';
import type { Model } from '../../quality/checker.ts';
import type { ShowChecks } from '../../stewardship/checks.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import type { Problem } from '../../vocabulary/problem.ts';

/** What the routes of the operations API work with. */
export interface OperationsParts {
  pool: Pool;
  landscape: Landscape;
  /** The folder that the hub was started with: stewards complete its code lists. */
  home: string;
  model: Model;
  wakeup: Wakeup;
  rates: Rates;
  /** Which entries are for which target, by its interface. */
  scopes: ReadonlyMap<string, TargetScope>;
  foresee: Foresee;
  /** Which fields each field that a mapping makes is made from, by interface. */
  lineage: ReadonlyMap<string, SourceFields>;
  /** The code lists that the mapping of each interface asks. */
  lists: ReadonlyMap<string, readonly string[]>;
  control: LandscapeControl;
  governs: Governs;
  /** The source interfaces, and what their words are worth. */
  speakers: () => readonly Speaker[];
  /** How much of the newest of its entity could be mapped for a target. */
  measure: MeasureTargets;
  /** The same under a landscape that is offered. */
  lookUnder: LookUnder;
  /** What the present mapping makes of one entry for a target. */
  outgoing: ShowOutgoing;
  /** What the present checks find of the message that an entry was made from. */
  checks: ShowChecks;
  check: CheckSystem;
}

/** Asks a system whether it is there; a problem when not. */
export type CheckSystem = (system: string) => Promise<Problem | undefined>;

/** `sites.*.planner`, `identifiers[].value` → the fields it is made from. */
export type SourceFields = () => readonly { target: string; sources: readonly string[] }[];

/** The rule that holds for a record as it stands. */
export type Governs = (entity: string, record: JsonObject) => ConnectivityRule | undefined;
