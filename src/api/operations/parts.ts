import type { Pool } from '../../database/pool.ts';
import type { TargetScope } from '../../delivery/chosen.ts';
import type { MeasureTarget } from '../../delivery/completeness.ts';
import type { Foresee } from '../../delivery/foreseen.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import type { Wakeup } from '../../ledger/wakeup.ts';
import type { Rates } from '../../observability/rates.ts';
import type { Model } from '../../quality/checker.ts';

/** What the routes of the operations API work with. */
export interface OperationsParts {
  pool: Pool;
  landscape: Landscape;
  model: Model;
  wakeup: Wakeup;
  rates: Rates;
  /** Which entries are for which target, by its interface. */
  scopes: ReadonlyMap<string, TargetScope>;
  foresee: Foresee;
  /** How much of the newest of its entity could be mapped for a target. */
  measure: MeasureTarget;
}
