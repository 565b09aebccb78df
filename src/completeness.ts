import type { Pool } from './database/pool.ts';
import type { LookUnder, MeasureTarget } from './delivery/completeness.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import type { Landscape } from './landscape/landscape.ts';
import { type CompiledLine, compileLine } from './line.ts';
import { measure } from './outbound/completeness.ts';
import type { Model } from './quality/checker.ts';
import { createRehearse } from './rehearse.ts';
import { readAdditions } from './stewardship/codeAdditions.ts';

const NEWEST = 2000;

export function createMeasure(
  pool: Pool,
  references: CrossReferences,
  { outlets }: Pick<CompiledLine, 'outlets'>,
): MeasureTarget {
  return async (interfaceId) => {
    const outlet = outlets.find((each) => each.interface.id === interfaceId);
    if (!outlet) return undefined;
    const { rows } = await pool.query<{ position: number }>(
      'select position from ledger where entity = $1 order by position desc offset $2 limit 1',
      [outlet.interface.entity, NEWEST],
    );
    return measure({ pool, references }, outlet, rows[0]?.position ?? 0);
  };
}

/** What interfaces would come to under a landscape that is not in force. */
export function createLookUnder(pool: Pool, references: CrossReferences, model: Model): LookUnder {
  return async (landscape: Landscape) => {
    landscape.codes.learn(await readAdditions(pool));
    const compiled = await compileLine(landscape, model, references);
    return {
      measure: createMeasure(pool, references, compiled),
      rehearse: createRehearse(pool, references, compiled),
    };
  };
}
