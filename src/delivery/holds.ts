import type { Queryable } from '../database/pool.ts';
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
             hold_since = case when h.state is null then null when hold = h.state then hold_since else now() end,
             problem = case when h.state is null then problem end
           from (values ($2::text, $3::text, $4::timestamptz)) as h (state, reason, until)
           where id = $1`,
    values: [
      id,
      hold?.state ?? null,
      hold?.reason ?? null,
      hold?.until === undefined ? null : new Date(hold.until).toISOString(),
    ],
  });
}
