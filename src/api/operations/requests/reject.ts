import type { Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';

/** Says no to a change request. What the system says stays its observation; the enterprise's record does not change. */
export function rejectRequest(
  pool: Pool,
  actor: string,
  id: number,
  reason: string,
): Promise<{ rejected: number } | Problem> {
  return transaction(pool, async (connection) => {
    const { rowCount } = await connection.query(
      `update change_request set state = 'rejected', decided_at = now(), decided_by = $2, reason = $3
       where id = $1 and state = 'open'`,
      [id, actor, reason],
    );
    if (rowCount === 0) return notOpen(id);
    await keepAudit(connection, {
      actor,
      action: 'request.reject',
      subject: String(id),
      details: { reason },
    });
    return { rejected: id };
  });
}

export function notOpen(id: number): Problem {
  const advice = 'Look at the open ones with `npx lineshaft requests list`.';
  return problem('not-found', 'api', `There is no open change request ${id}.`, { advice });
}
