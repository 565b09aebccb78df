import type { Connection, Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import type { ParkedCondition } from '../../../delivery/chosenMessages.ts';
import { append } from '../../../ledger/append.ts';
import { PARKED_CHANNEL } from '../../../ledger/wakeup.ts';
import type { Problem } from '../../../vocabulary/problem.ts';
import { OPEN_STATES } from '../../../vocabulary/states.ts';
import { keepAudit } from '../../audit.ts';
import type { AuditAction } from '../audit/contract.ts';
import { type Acting, chooseFor, leftOf, undecided } from './choose.ts';
import type { ChooseParked, Decided, DiscardParked } from './contract.ts';
import { refusalsOf } from './refusals.ts';

/**
 * Takes messages out of the line; they stay readable and can be restored. What waited behind one of them goes on, and a process hears of its command that
 * it was refused.
 */
export function discardParked(pool: Pool, by: Acting, choice: DiscardParked): Promise<Decided | Problem> {
  const { actor } = by;
  const { reason } = choice;
  const how: Deciding = { by, action: 'parked.discard', states: OPEN_STATES };
  const tell = async (connection: Connection, ids: readonly number[]): Promise<void> => {
    await append(connection, await refusalsOf(connection, ids, { actor, reason }));
  };
  const update: Update = (connection, chosen) => {
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
      [...chosen.values, actor, reason],
    );
  };
  return decide(pool, choice, how, update, tell);
}

/**
 * Parks discarded messages again, where nothing else stands in their place. What went on meanwhile stays: a preview says which of them are
 * stale now, and a replay overwrites nothing with those.
 */
export function restoreParked(pool: Pool, by: Acting, choice: ChooseParked): Promise<Decided | Problem> {
  const how: Deciding = { by, action: 'parked.restore', states: ['discarded'] };
  return decide(pool, choice, how, (connection, chosen) =>
    connection.query(
      `update parked p set state = 'parked', decided_at = null, decided_by = null, reason = null
       where ${chosen.text} and not exists (
         select from parked q where q.direction = 'out' and q.interface = p.interface and q.position = p.position
           and q.id <> p.id and p.direction = 'out' and (q.state <> 'discarded' or q.id > p.id))
       returning id`,
      chosen.values,
    ),
  );
}

interface Deciding {
  by: Acting;
  action: AuditAction;
  /** In which the messages may be. */
  states: readonly string[];
}

type Update = (connection: Connection, chosen: ParkedCondition) => Promise<{ rows: { id: number }[] }>;

/** `tell`: what the ledger is told of it, the last in the transaction. */
async function decide(
  pool: Pool,
  choice: ChooseParked,
  { by, action, states }: Deciding,
  update: Update,
  tell?: (connection: Connection, ids: readonly number[]) => Promise<void>,
): Promise<Decided | Problem> {
  const chosen = chooseFor(by, choice, states);
  if (!chosen) return undecided();
  return transaction(pool, async (connection) => {
    const { rows } = await update(connection, chosen);
    const decided = rows.length;
    await keepAudit(connection, { actor: by.actor, action, details: { ...choice, decided } });
    if (decided > 0) await connection.query(`notify ${PARKED_CHANNEL}`);
    await tell?.(
      connection,
      rows.map(({ id }) => id),
    );
    return { decided, left: leftOf(choice, decided) };
  });
}
