import type { Pool } from './database/pool.ts';
import type { Completeness, LookUnder, MeasureTargets } from './delivery/completeness.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import type { Landscape } from './landscape/landscape.ts';
import { type CompiledLine, compileLine } from './line.ts';
import { measure, readNewest } from './outbound/completeness.ts';
import type { Model } from './quality/checker.ts';
import { createRehearse } from './rehearse.ts';
import { readAdditions } from './stewardship/codeAdditions.ts';

const NEWEST = 1000;

export function createMeasure(
  pool: Pool,
  references: CrossReferences,
  { outlets }: Pick<CompiledLine, 'outlets'>,
): MeasureTargets {
  return async (interfaceIds) => {
    const asked = new Set(interfaceIds);
    const found = new Map<string, Completeness>();
    const chosen = outlets.filter((outlet) => asked.has(outlet.interface.id));
    for (const [entity, its] of Map.groupBy(chosen, (outlet) => outlet.interface.entity)) {
      const newest = await readNewest(pool, entity, await beforeNewest(pool, entity));
      for (const outlet of its)
        found.set(outlet.interface.id, await measure({ pool, references }, outlet, newest));
    }
    return found;
  };
}

/** The position that the newest entries of an entity follow. */
async function beforeNewest(pool: Pool, entity: string): Promise<number> {
  const { rows } = await pool.query<{ position: number }>(
    'select position from ledger where entity = $1 order by position desc offset $2 limit 1',
    [entity, NEWEST],
  );
  return rows[0]?.position ?? 0;
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
