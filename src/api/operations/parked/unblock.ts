import type { Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { PARKED_CHANNEL } from '../../../ledger/wakeup.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import type { Unblocked } from './editContract.ts';

/**
 * Lets the later messages of a parked message's key go on while it stays. Should it be replayed later, a newer state of its thing that passed
 * meanwhile stands.
 */
export function unblockParked(
  pool: Pool,
  actor: string,
  id: number,
  reason: string,
): Promise<Unblocked | Problem> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<{ interface: string; key: string }>(
      `update parked set unblocked = json_build_object('at', to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'by', $2::text, 'reason', $3::text)
       where id = $1 and state in ('parked', 'retrying') and key is not null returning interface, key`,
      [id, actor, reason],
    );
    const message = rows[0];
    if (!message) return nothingBlocked(id);
    const { rows: behind } = await connection.query<{ freed: number }>(
      `select count(*) as freed from parked where interface = $1 and key = $2 and state = 'held-behind'`,
      [message.interface, message.key],
    );
    const unblocked = { id, key: message.key, freed: behind[0]!.freed };
    const details = { ...unblocked, reason };
    await keepAudit(connection, { actor, action: 'parked.unblock', subject: String(id), details });
    await connection.query(`select pg_notify('${PARKED_CHANNEL}', $1)`, [message.interface]);
    return unblocked;
  });
}

function nothingBlocked(id: number): Problem {
  return problem('request-invalid', 'api', `Message ${id} holds nothing back.`, {
    advice: 'Only a message that is parked, and whose key others have too, can be unblocked.',
  });
}
