import type { Pool } from './database/pool.ts';
import type { MeasureTarget } from './delivery/completeness.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import type { CompiledLine } from './line.ts';
import { measure } from './outbound/completeness.ts';

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
