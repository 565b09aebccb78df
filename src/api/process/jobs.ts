import type { Pool, Queryable } from '../../database/pool.ts';
import { transaction } from '../../database/transaction.ts';
import { PROCESS_CHANNEL } from '../../ledger/wakeup.ts';
import type { Instant } from '../../vocabulary/json.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { keepAudit } from '../audit.ts';
import { ALLOWED } from './ask.ts';
import type { Job, JobDetail, StartJob } from './jobContract.ts';
import { where } from './where.ts';

/**
 * Asks the same of many instances. Each gets a request of its own, all in one transaction, and the process takes them up in its turn: so a job has nothing
 * that a crash could lose, and its progress is what is settled.
 */
export async function startJob(
  pool: Pool,
  actor: string,
  process: string,
  job: StartJob,
): Promise<Job | Problem> {
  const wrong = unclear(job);
  if (wrong) return wrong;
  return transaction(pool, async (connection) => {
    const { kind, query = {}, signal, data, reason } = job;
    const { rows } = await connection.query<{ id: number }>(
      'insert into process_job (process, kind, asked, by_whom, reason) values ($1, $2, $3, $4, $5) returning id',
      [process, kind, JSON.stringify({ query: job.query, signal, data }), actor, reason],
    );
    const { id } = rows[0]!;
    const chosen = where(process, query);
    const at = (n: number) => `$${chosen.values.length + n}`;
    const { rowCount } = await connection.query(
      `insert into process_request (process, instance, kind, signal, data, by_whom, reason, job)
       select i.process, i.id, ${at(1)}, ${at(2)}, ${at(3)}, ${at(4)}, ${at(5)}, ${at(6)}
       from process_instance i where ${chosen.text} and i.status = any(${at(7)}) order by i.id`,
      [
        ...chosen.values,
        ...[kind, signal ?? null, JSON.stringify(data ?? {}), actor, reason, id],
        ALLOWED[kind],
      ],
    );
    await connection.query(
      'update process_job set instances = $2, ended_at = case when $2 = 0 then now() end where id = $1',
      [id, rowCount],
    );
    const details = { process, ...job, instances: rowCount };
    await keepAudit(connection, { actor, action: `process.job.${kind}`, subject: String(id), details });
    await connection.query(`select pg_notify('${PROCESS_CHANNEL}', $1)`, [process]);
    return (await readJob(connection, process, id))!;
  });
}

/** That every instance is meant has to be said; one that is moved to another version is meant by its version. */
function unclear({ kind, query, all, signal }: StartJob): Problem | undefined {
  if (kind !== 'migrate' && Object.keys(query ?? {}).length > 0 === (all === true))
    return problem('request-invalid', 'api', 'Which instances are meant is not said in exactly one way.', {
      advice: 'Give a `query` with at least one attribute, or `all: true`.',
    });
  if ((kind === 'signal') === (signal !== undefined)) return undefined;
  return problem('request-invalid', 'api', 'A job that signals names the signal, and no other does.', {
    advice: 'Give `signal` with the kind `signal`.',
  });
}

/** Takes back what the process has not come to; undefined: there is no such job. */
export function cancelJob(pool: Pool, actor: string, process: string, id: number): Promise<Job | undefined> {
  return transaction(pool, async (connection) => {
    const { rowCount } = await connection.query(
      `update process_job set cancelled_at = now(), cancelled_by = $3 where process = $1 and id = $2 and ended_at is null and cancelled_at is null`,
      [process, id, actor],
    );
    if (rowCount !== 0) {
      const { rowCount: recalled } = await connection.query('delete from process_request where job = $1', [
        id,
      ]);
      await keepAudit(connection, {
        actor,
        action: 'process.job.recall',
        subject: String(id),
        details: { recalled },
      });
    }
    return readJob(connection, process, id);
  });
}

interface Row {
  id: number;
  kind: Job['kind'];
  asked: Pick<StartJob, 'query' | 'signal'>;
  by_whom: string;
  reason: string;
  instances: number;
  done: number;
  left_out: number;
  started_at: Instant;
  ended_at: Instant | null;
  cancelled_at: Instant | null;
  cancelled_by: string | null;
}

export async function readJobs(db: Queryable, process: string): Promise<Job[]> {
  const { rows } = await db.query<Row>(
    'select * from process_job where process = $1 order by id desc limit 50',
    [process],
  );
  return rows.map(toJob);
}

export async function readJob(db: Queryable, process: string, id: number): Promise<JobDetail | undefined> {
  const [{ rows }, left] = await Promise.all([
    db.query<Row>('select * from process_job where process = $1 and id = $2', [process, id]),
    db.query<{ about: string; why: string }>(
      'select substr(instance, length($2) + 2) as about, why from process_job_left where job = $1 order by instance limit 100',
      [id, process],
    ),
  ]);
  return rows[0] && { ...toJob(rows[0]), left: left.rows };
}

function toJob(row: Row): Job {
  const { id, kind, asked, by_whom: actor, reason, instances, done, left_out: leftOut } = row;
  const endedAt = row.cancelled_at ?? row.ended_at;
  return {
    ...{ id, kind, actor, reason, instances, done, leftOut },
    state: row.cancelled_at ? 'cancelled' : endedAt ? 'done' : 'running',
    ...(asked.query && { query: asked.query }),
    ...(asked.signal !== undefined && { signal: asked.signal }),
    startedAt: row.started_at,
    ...(endedAt && { endedAt }),
    ...(row.cancelled_by !== null && { cancelledBy: row.cancelled_by }),
    waiting: instances - done - leftOut,
  };
}
