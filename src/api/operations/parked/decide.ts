import type { Connection, Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import type { ParkedCondition } from '../../../delivery/chosenMessages.ts';
import { PARKED_CHANNEL } from '../../../ledger/wakeup.ts';
import type { Problem } from '../../../vocabulary/problem.ts';
import { OPEN_STATES } from '../../../vocabulary/states.ts';
import { keepAudit } from '../../audit.ts';
import { type Acting, chooseFor, leftOf, undecided } from './choose.ts';
import type { ChooseParked, Decided, DiscardParked } from './contract.ts';

/** Takes messages out of the line; they stay readable and can be restored. What waited behind one of them goes on. */
export function discardParked(pool: Pool, by: Acting, choice: DiscardParked): Promise<Decided | Problem> {
  return decide(pool, choice, OPEN_STATES, { by, action: 'parked.discard' }, (connection, chosen) => {
    const next = chosen.values.length + 1;
    return connection.query(
      `with discarded as (
         update parked set state = 'discarded', decided_at = now(), decided_by = $${next}, reason = $${next + 1}
         where ${chosen.text} returning id
       ), noted as (
         update replay_item i set outcome = 'discarded', at = now() from discarded d
         where i.message = d.id and (i.outcome is null or i.outcome in ('retrying', 'behind'))
       )
       select id from discarded`,
      [...chosen.values, by.actor, choice.reason],
    );
  });
}

/**
 * Parks discarded messages again, where nothing else stands in their place. What went on meanwhile stays: a preview says which of them are
 * stale now, and a replay overwrites nothing with those.
 */
export function restoreParked(pool: Pool, by: Acting, choice: ChooseParked): Promise<Decided | Problem> {
  return decide(pool, choice, ['discarded'], { by, action: 'parked.restore' }, (connection, chosen) =>
    connection.query(
      `update parked p set state = 'parked', decided_at = null, decided_by = null, reason = null
       where ${chosen.text} and not exists (
         select from parked q where q.direction = 'out' and q.interface = p.interface and q.position = p.position
           and q.id <> p.id and p.direction = 'out' and (q.state <> 'discarded' or q.id > p.id))`,
      chosen.values,
    ),
  );
}

async function decide(
  pool: Pool,
  choice: ChooseParked,
  states: readonly string[],
  { by, action }: { by: Acting; action: string },
  update: (connection: Connection, chosen: ParkedCondition) => Promise<{ rowCount: number | null }>,
): Promise<Decided | Problem> {
  const chosen = chooseFor(by, choice, states);
  if (!chosen) return undecided();
  return transaction(pool, async (connection) => {
    const { rowCount } = await update(connection, chosen);
    const decided = rowCount ?? 0;
    await keepAudit(connection, { actor: by.actor, action, details: { ...choice, decided } });
    if (decided > 0) await connection.query(`notify ${PARKED_CHANNEL}`);
    return { decided, left: leftOf(choice, decided) };
  });
}
