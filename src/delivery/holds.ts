import type { Queryable } from '../database/pool.ts';
import type { Hold } from './gate.ts';

/** Keeps what holds an interface, for those who ask how it stands; undefined: nothing does any more. */
export async function noteHold(
  db: Queryable,
  table: 'source' | 'subscription',
  id: number,
  hold: Hold | undefined,
): Promise<void> {
  await db.query({
    name: `hold-${table}`,
    text: `update ${table} set hold = $2, hold_reason = $3, hold_until = $4, problem = null,
             hold_since = case when $2 is null then null when hold is not distinct from $2 then hold_since else now() end
           where id = $1`,
    values: [
      id,
      hold?.state ?? null,
      hold?.reason ?? null,
      hold?.until === undefined ? null : new Date(hold.until).toISOString(),
    ],
  });
}
