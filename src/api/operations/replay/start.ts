import type { Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { startReplay } from '../../../delivery/replays.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import type { Replay, ReplayRequest } from './contract.ts';
import { readRange } from './range.ts';
import { listReplays } from './read.ts';

/** Asks for a replay; the worker of the target takes it up beside its live traffic. */
export function askForReplay(pool: Pool, actor: string, request: ReplayRequest): Promise<Replay | Problem> {
  return transaction(pool, async (connection) => {
    const range = await readRange(connection, request);
    if ('code' in range) return range;
    const { subscription, from, to } = range;
    const { interface: id, rate: perSecond = 100 } = request;
    const replay = await startReplay(connection, {
      subscription,
      interface: id,
      first: from,
      last: to,
      perSecond,
      askedBy: actor,
    });
    if (replay === undefined)
      return problem('replay-running', 'api', `A replay to ${id} is under way already.`);
    const details = { replay, from, to, rate: perSecond };
    await keepAudit(connection, { actor, action: 'replay', subject: id, details });
    return (await listReplays(connection, { id: replay }))[0]!;
  });
}
