import type { Queryable } from '../../../database/pool.ts';
import type { Instant } from '../../../vocabulary/json.ts';
import type { Replay, ReplayQuery } from './contract.ts';

interface Row extends Omit<Replay, 'endedAt' | 'predictedEnd'> {
  endedAt: Instant | null;
  seconds: number;
}

/** Replays, the newest first. */
export async function listReplays(
  db: Queryable,
  { interface: of, id, state, limit = 20 }: ReplayQuery,
): Promise<Replay[]> {
  const { rows } = await db.query<Row>(
    `select r.id, s.name as interface, r.state, r.first as "from", r.last as "to", r.position, r.per_second as rate,
            r.delivered, r.superseded, r.parked, r.out_of_scope as "outOfScope", r.asked_by as "askedBy", r.asked_at as "askedAt",
            r.ended_at as "endedAt", extract(epoch from now() - r.asked_at)::float8 as seconds
     from replay r join subscription s on s.id = r.subscription
     where ($1::text is null or s.name = $1) and ($2::int is null or r.id = $2) and ($4::text is null or r.state = $4)
     order by r.id desc limit $3`,
    [of ?? null, id ?? null, limit, state ?? null],
  );
  return rows.map(({ endedAt, seconds, ...row }) => ({
    ...row,
    ...(endedAt !== null && { endedAt }),
    ...predict(row, seconds),
  }));
}

/** As it has gone so far, so it will go on; holds that come are not foreseen. */
function predict(
  { state, from, to, position }: Pick<Replay, 'state' | 'from' | 'to' | 'position'>,
  seconds: number,
): Pick<Replay, 'predictedEnd'> {
  const done = position - from + 1;
  if (state !== 'running' || done <= 0) return {};
  const left = (seconds * (to - position)) / done;
  return { predictedEnd: new Date(Date.now() + left * 1000).toISOString() };
}
