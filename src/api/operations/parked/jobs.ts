import type { Pool, Queryable } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { PARKED_CHANNEL } from '../../../ledger/wakeup.ts';
import type { Instant } from '../../../vocabulary/json.ts';
import type { Problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import { type Acting, chooseFor, leftOf, undecided } from './choose.ts';
import type { ChooseParked } from './contract.ts';
import type { ReplayJob, ReplayStarted } from './jobContract.ts';

export const REPLAYED_STATES = ['parked', 'retrying'] as const;

/**
 * Hands messages back to the line: those parked and those that wait for their next attempt. What waits behind one of them follows by itself,
 * in order. They are handed back all at once and the line takes them up as it can, so a job has nothing that could be lost: its progress is
 * what the line has settled.
 */
export function startReplay(pool: Pool, by: Acting, choice: ChooseParked): Promise<ReplayStarted | Problem> {
  const { actor } = by;
  const chosen = chooseFor(by, choice, REPLAYED_STATES);
  if (!chosen) return Promise.resolve(undecided());
  return transaction(pool, async (connection) => {
    const next = chosen.values.length + 1;
    const { rows } = await connection.query<{ id: number; decided: number }>(
      `with handed as (
         update parked set state = 'waiting', next_attempt_at = null where ${chosen.text} returning id
       ), job as (
         insert into replay_job (actor, choice) select $${next}, $${next + 1} where exists (select from handed) returning id
       ), items as (
         insert into replay_item (job, message) select job.id, handed.id from job, handed returning message
       )
       select job.id, (select count(*) from items) as decided from job`,
      [...chosen.values, actor, JSON.stringify(choice)],
    );
    const { id: job, decided = 0 } = rows[0] ?? {};
    await keepAudit(connection, { actor, action: 'parked.replay', details: { ...choice, decided, job } });
    if (decided > 0) await connection.query(`notify ${PARKED_CHANNEL}`);
    return { decided, left: leftOf(choice, decided), ...(job !== undefined && { job }) };
  });
}

/** Takes back what the line has not come to; undefined: there is no such job. */
export function cancelReplay(pool: Pool, actor: string, id: number): Promise<ReplayJob | undefined> {
  return transaction(pool, async (connection) => {
    const { rowCount } = await connection.query(
      `update replay_job set cancelled_at = coalesce(cancelled_at, now()), cancelled_by = coalesce(cancelled_by, $2) where id = $1`,
      [id, actor],
    );
    if (rowCount === 0) return undefined;
    const { rows } = await connection.query<{ recalled: number }>(
      `with recalled as (
         update parked set state = 'parked'
         where state = 'waiting' and id in (select message from replay_item where job = $1 and outcome is null) returning id
       ), noted as (
         update replay_item set outcome = 'cancelled', at = now()
         where job = $1 and message in (select id from recalled)
       )
       select count(*) as recalled from recalled`,
      [id],
    );
    const details = { recalled: rows[0]!.recalled };
    await keepAudit(connection, { actor, action: 'parked.replay.cancel', subject: String(id), details });
    return (await readJobs(connection, { id }))[0];
  });
}

interface Row {
  id: number;
  actor: string;
  choice: ChooseParked;
  started_at: Instant;
  cancelled_at: Instant | null;
  cancelled_by: string | null;
  ended_at: Instant | null;
  messages: number;
  outcomes: Record<string, number>;
}

/** A message that someone else decided on, or that stands behind one that is parked, has no outcome of the job: its state tells. */
const OUTCOME = `coalesce(i.outcome, case
    when p.state = 'parked' then 'still-parks'
    when p.state in ('waiting', 'held-behind') then case when exists (
      select from parked b where b.interface = p.interface and b.key = p.key and b.state = 'parked' and b.unblocked is null
        and (b.position, b.id) < (p.position, p.id)) then 'behind' else 'waiting' end
    else p.state end)`;

/** So that what is over long ago is not counted again to tell what runs. */
const STILL_RUNS = `j.cancelled_at is null and exists (
    select from replay_item i join parked p on p.id = i.message where i.job = j.id and i.outcome is null and p.state = 'waiting')`;

/** One job, or of the newest all or those that run. */
export async function readJobs(
  db: Queryable,
  chosen: { id: number } | { limit: number; state?: 'running' },
): Promise<ReplayJob[]> {
  const jobs =
    'id' in chosen
      ? 'select * from replay_job where id = $1'
      : 'select * from replay_job order by id desc limit $1';
  const some = 'state' in chosen ? STILL_RUNS : 'true';
  const { rows } = await db.query<Row>(
    `select j.*, c.* from (${jobs}) j cross join lateral (
       select json_object_agg(outcome, messages) as outcomes, sum(messages)::bigint as messages, max(at) as ended_at from (
         select ${OUTCOME} as outcome, count(*) as messages, max(i.at) as at
         from replay_item i join parked p on p.id = i.message where i.job = j.id group by 1) by_outcome
     ) c
     where ${some} order by j.id desc`,
    ['id' in chosen ? chosen.id : chosen.limit],
  );
  const found = rows.map(toJob);
  return 'state' in chosen ? found.filter(({ state }) => state === chosen.state) : found;
}

function toJob(row: Row): ReplayJob {
  const { id, actor, choice, messages, outcomes } = row;
  const running = (outcomes['waiting'] ?? 0) > 0;
  const endedAt = row.cancelled_at ?? row.ended_at;
  return {
    id,
    state: row.cancelled_at !== null ? 'cancelled' : running ? 'running' : 'done',
    actor,
    choice,
    startedAt: row.started_at,
    ...(!running && endedAt !== null && { endedAt }),
    ...(row.cancelled_by !== null && { cancelledBy: row.cancelled_by }),
    messages,
    outcomes,
  };
}
