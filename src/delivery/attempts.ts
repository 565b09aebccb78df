import type { Instant } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';

/** One attempt at a parked message that came to nothing. */
export interface Attempt {
  at: Instant;
  problem: Problem;
}

const MOST = 20;

/** What `postpone` makes of `parked p`: what was the last attempt is an earlier one now. A message that waits behind another one was not tried. */
export const TRIED_AGAIN = `tried_at = now(), earlier = case when p.code = 'waits-behind' then p.earlier else
    (case when jsonb_array_length(p.earlier) >= ${MOST} then p.earlier - 0 else coalesce(p.earlier, '[]') end)
    || jsonb_build_object('problem', p.problem, 'at',
         to_char(coalesce(p.tried_at, p.parked_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end`;

/** Columns of `parked` that `attemptsOf` reads. */
export const ATTEMPTS = 'earlier, tried_at';

export interface AttemptsRow {
  problem: Problem;
  parked_at: Instant;
  earlier: Attempt[] | null;
  tried_at: Instant | null;
}

/** The attempts at a message, the oldest first, the last one with what it is parked for; of many the newest. */
export function attemptsOf({ problem, parked_at, earlier, tried_at }: AttemptsRow): Attempt[] {
  const last = { at: tried_at ?? parked_at, problem };
  return [...(earlier ?? []), ...(problem.code === 'waits-behind' ? [] : [last])];
}
