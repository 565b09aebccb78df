import type { Connection, Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import type { TargetInterface } from '../../../landscape/landscape.ts';
import { CHANNEL } from '../../../ledger/wakeup.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import type { ReplayAnswer } from './contract.ts';

/** Longer than a lease lives, so that every worker meets it at its next renewal and reads the position anew. */
const HELD_SECONDS = 9;

interface Row {
  id: number;
  position: number;
}

/**
 * Moves a target's position back, so that it gets the entries from `from` on once more, under the same delivery ids as the first time: a
 * target that upserts or knows idempotency keys sees no change twice. The lease is taken from the worker, whose transaction
 * under way then undoes itself; within seconds a worker takes up from the new position.
 */
export function deliverAgain(
  pool: Pool,
  actor: string,
  target: TargetInterface,
  from: number,
  confirmed: boolean,
): Promise<ReplayAnswer | Problem> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<Row>(
      'select id, position from subscription where name = $1 for update',
      [target.id],
    );
    const subscription = rows[0];
    if (!subscription || from > subscription.position)
      return nothingToReplay(target.id, from, subscription?.position);
    const superseded = await supersede(connection, actor, target.id, from, confirmed);
    if (typeof superseded !== 'number') return superseded;
    await connection.query(
      `update subscription set position = $2, problem = null, holder = 'replay',
         lease_until = now() + make_interval(secs => ${HELD_SECONDS}) where id = $1`,
      [subscription.id, from - 1],
    );
    const was = subscription.position;
    const entries = await countEntries(connection, target.entity, from, was);
    const answer = { interface: target.id, from, was, entries, superseded };
    await keepAudit(connection, { actor, action: 'replay', subject: target.id, details: answer });
    await connection.query(`notify ${CHANNEL}`);
    return answer;
  });
}

/** Open messages in the range would be delivered by the replay and once more by their own: the replay takes their place. */
async function supersede(
  connection: Connection,
  actor: string,
  interfaceId: string,
  from: number,
  confirmed: boolean,
): Promise<number | Problem> {
  const chosen = `interface = $1 and direction = 'out' and position >= $2 and state in ('parked', 'held-behind', 'retrying', 'waiting')`;
  const { rows } = await connection.query<{ id: number }>(
    `select id from parked where ${chosen} for update`,
    [interfaceId, from],
  );
  if (rows.length === 0) return 0;
  if (!confirmed) {
    return problem(
      'replay-ambiguous',
      'api',
      `${rows.length} open messages of ${interfaceId} lie in the range to deliver again.`,
    );
  }
  await connection.query(
    `update parked set state = 'discarded', decided_at = now(), decided_by = $3, reason = 'taken up by a replay' where ${chosen}`,
    [interfaceId, from, actor],
  );
  return rows.length;
}

async function countEntries(
  connection: Connection,
  entity: string,
  from: number,
  to: number,
): Promise<number> {
  const { rows } = await connection.query<{ entries: number }>(
    'select count(*) as entries from ledger where entity = $1 and position between $2 and $3',
    [entity, from, to],
  );
  return rows[0]!.entries;
}

function nothingToReplay(interfaceId: string, from: number, position = 0): Problem {
  return problem(
    'request-invalid',
    'api',
    `${interfaceId} has come to position ${position}: from ${from} on there is nothing to deliver again.`,
    { field: 'from', value: String(from), advice: 'Name a position it has passed.' },
  );
}
