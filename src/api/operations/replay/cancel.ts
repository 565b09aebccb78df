import type { Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import type { Replay } from './contract.ts';
import { listReplays } from './read.ts';

/** Ends a replay under way; what it has sent stays sent. */
export function cancelReplay(pool: Pool, actor: string, interfaceId: string): Promise<Replay | Problem> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<{ id: number }>(
      `update replay r set state = 'cancelled', ended_at = now() from subscription s
       where s.id = r.subscription and s.name = $1 and r.state = 'running' returning r.id`,
      [interfaceId],
    );
    if (!rows[0]) return problem('not-found', 'api', `No replay to ${interfaceId} is under way.`);
    const { id } = rows[0];
    await keepAudit(connection, {
      actor,
      action: 'replay.cancel',
      subject: interfaceId,
      details: { replay: id },
    });
    return (await listReplays(connection, { id }))[0]!;
  });
}
