import type { Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { OPEN_STATES } from '../../../vocabulary/states.ts';
import { keepAudit } from '../../audit.ts';
import type { EditParked } from './editContract.ts';

/**
 * Keeps another version of the document of an incoming message, which a replay then takes. The original and every version before stay; to undo
 * an edit is to edit back.
 */
export function editParked(
  pool: Pool,
  actor: string,
  id: number,
  { document, reason }: EditParked,
): Promise<{ version: number } | Problem> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<{ direction: string; open: boolean }>(
      'select direction, state = any($2) as open from parked where id = $1 for update',
      [id, OPEN_STATES],
    );
    const message = rows[0];
    if (!message) return problem('not-found', 'api', `No message ${id} was ever parked.`);
    if (message.direction === 'out') return notEdited(`Message ${id} is an event of the ledger.`);
    if (!message.open) return notEdited(`Message ${id} is not open any more.`);
    const { rows: kept } = await connection.query<{ version: number }>(
      `insert into parked_edit (message, version, document, reason, edited_by)
       select $1, coalesce(max(version), 1) + 1, $2, $3, $4 from parked_edit where message = $1 returning version`,
      [id, JSON.stringify(document).replaceAll('\\u0000', '\\ufffd'), reason, actor],
    );
    const { version } = kept[0]!;
    await keepAudit(connection, {
      actor,
      action: 'parked.edit',
      subject: String(id),
      details: { version, reason },
    });
    return { version };
  });
}

function notEdited(detail: string): Problem {
  return problem('request-invalid', 'api', detail, {
    advice: 'Only incoming messages that are open can be edited; what is in the ledger never changes.',
  });
}
