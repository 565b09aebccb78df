import type { Queryable } from '../database/pool.ts';
import type { Instant } from '../vocabulary/json.ts';
import type { Hold } from './gate.ts';

/** Keeps what holds an interface, for those who ask how it stands; undefined: nothing does any more. What is held has no problem. */
export async function noteHold(
  db: Queryable,
  table: 'source' | 'subscription',
  id: number,
  hold: Hold | undefined,
): Promise<void> {
  await db.query({
    name: `hold-${table}`,
    text: `update ${table} set hold = h.state, hold_reason = h.reason, hold_until = h.until,
             hold_since = case when h.state is null then null
                               else coalesce(h.since, case when hold = h.state then hold_since end, now()) end,
             problem = case when h.state is null then problem end
           from (values ($2::text, $3::text, $4::timestamptz, $5::timestamptz)) as h (state, reason, since, until)
           where id = $1`,
    values: [id, hold?.state ?? null, hold?.reason ?? null, instantOf(hold?.since), instantOf(hold?.until)],
  });
}

function instantOf(milliseconds: number | undefined): Instant | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
