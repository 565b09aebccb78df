import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import type { Request } from './instance.ts';

/** What people ask: of one instance before what a job asks of many, the oldest first. */
export async function readRequests(db: Queryable, process: string, limit: number): Promise<Request[]> {
  const { rows } = await db.query<
    Pick<Request, 'id' | 'instance' | 'kind' | 'data' | 'at'> & {
      by_whom: string;
      signal: string | null;
      reason: string | null;
      job: number | null;
    }
  >({
    name: 'process-requests',
    text: `select id, instance, kind, signal, data, by_whom, reason, at, job from process_request where process = $1
           order by (job is not null), id limit $2`,
    values: [process, limit],
  });
  return rows.map(({ by_whom: by, signal, reason, job, ...rest }) => ({
    ...rest,
    by,
    ...(signal !== null && { signal }),
    ...(reason !== null && { reason }),
    ...(job !== null && { job }),
  }));
}

/** A request that was taken up; `left`: why it could not be done. */
export interface Settled {
  request: Request;
  left: string | undefined;
}

/**
 * The jobs count what this round did, not which requests were still there: one that a person took back meanwhile was done all the same.
 */
const SETTLE = {
  name: 'process-settle',
  text: `
    with settled as (
      select * from ${fromColumns(['bigint', 'bigint', 'text', 'text'])} as s (id, job, instance, why)
    ), gone as (
      delete from process_request r using settled s where r.id = s.id
    ), left_out as (
      insert into process_job_left (job, instance, why) select job, instance, why from settled where job is not null and why is not null on conflict do nothing
    ), sums as (
      select job, count(*) filter (where why is null) as done, count(why) as left_out from settled where job is not null group by job
    )
    update process_job j set done = j.done + s.done, left_out = j.left_out + s.left_out,
      ended_at = case when j.done + s.done + j.left_out + s.left_out >= j.instances then now() end
    from sums s where j.id = s.job`,
};

export function settleRequests(connection: Connection, later: Later, settled: readonly Settled[]): void {
  if (settled.length === 0) return;
  const values = [
    column(settled.map(({ request }) => request.id)),
    column(settled.map(({ request }) => request.job)),
    column(settled.map(({ request }) => request.instance)),
    column(settled.map(({ left }) => left)),
  ];
  later(connection.query({ ...SETTLE, values }));
}
