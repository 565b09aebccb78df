import type { Connection, Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { PARKED_CHANNEL } from '../../../ledger/wakeup.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { OPEN_STATES } from '../../../vocabulary/states.ts';
import { keepAudit } from '../../audit.ts';
import type { Decided, DiscardParked, ReplayParked } from './contract.ts';
import { type Where, where } from './where.ts';

/**
 * Hands messages back to the line: those parked and those that wait for their next attempt. What waits behind one of them follows by itself,
 * in order.
 */
export function replayParked(pool: Pool, actor: string, choice: ReplayParked): Promise<Decided | Problem> {
  return decide(
    pool,
    choice,
    ['parked', 'retrying'],
    { actor, action: 'parked.replay' },
    (connection, chosen) =>
      connection.query(
        `update parked set state = 'waiting', next_attempt_at = null where ${chosen.text}`,
        chosen.values,
      ),
  );
}

/** Takes messages out of the line for good; they stay readable. What waited behind one of them goes on. */
export function discardParked(pool: Pool, actor: string, choice: DiscardParked): Promise<Decided | Problem> {
  return decide(pool, choice, OPEN_STATES, { actor, action: 'parked.discard' }, (connection, chosen) => {
    const next = chosen.values.length + 1;
    return connection.query(
      `update parked set state = 'discarded', decided_at = now(), decided_by = $${next}, reason = $${next + 1}
       where ${chosen.text}`,
      [...chosen.values, actor, choice.reason],
    );
  });
}

async function decide(
  pool: Pool,
  choice: ReplayParked,
  states: readonly string[],
  audit: { actor: string; action: string },
  update: (connection: Connection, chosen: Where) => Promise<{ rowCount: number | null }>,
): Promise<Decided | Problem> {
  const chosen = choose(choice, states);
  if (!chosen) return undecided();
  return transaction(pool, async (connection) => {
    const { rowCount } = await update(connection, chosen);
    const decided = rowCount ?? 0;
    await keepAudit(connection, { ...audit, details: { ...choice, decided } });
    if (decided > 0) await connection.query(`notify ${PARKED_CHANNEL}`);
    return { decided, left: choice.ids ? new Set(choice.ids).size - decided : 0 };
  });
}

/** An empty filter chooses nothing: that every open message is meant has to be said. */
function choose({ ids, filter, all }: ReplayParked, states: readonly string[]): Where | undefined {
  const ways = [ids !== undefined, Object.keys(filter ?? {}).length > 0, all === true];
  if (ways.filter(Boolean).length !== 1) return undefined;
  if (ids) return { text: 'state = any($1) and id = any($2)', values: [states, ids] };
  return where(filter ?? {}, states);
}

function undecided(): Problem {
  return problem('request-invalid', 'api', 'Which messages are meant is not said in exactly one way.', {
    advice: 'Give `ids`, or a `filter` with at least one attribute, or `all: true`.',
  });
}
