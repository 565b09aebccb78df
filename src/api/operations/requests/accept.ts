import type { Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { bringIn } from '../../../identity/decided.ts';
import type { Model } from '../../../quality/checker.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import type { Problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import type { AcceptedRequest } from './contract.ts';
import { notOpen } from './reject.ts';

interface Row {
  entity: string;
  key: string;
  system: string;
  changed: string[];
  proposed: JsonObject;
  batch: number | null;
  ordinal: number | null;
}

/** Says yes to a change request in place of the authority: what the system asked for becomes true, and the line tells it to all others. */
export function acceptRequest(
  pool: Pool,
  { entities }: Pick<Model, 'entities'>,
  actor: string,
  id: number,
  reason?: string,
): Promise<AcceptedRequest | Problem> {
  return transaction(pool, async (connection, later) => {
    const { rows } = await connection.query<Row>(
      `update change_request set state = 'accepted', decided_at = now(), decided_by = $2, reason = $3
       where id = $1 and state = 'open' returning entity, key, system, changed, proposed, batch, ordinal`,
      [id, actor, reason ?? null],
    );
    const [row] = rows;
    if (!row) return notOpen(id);
    const details = reason === undefined ? {} : { reason };
    await keepAudit(connection, { actor, action: 'request.accept', subject: String(id), details });
    const { key, system, changed, proposed: said, batch, ordinal } = row;
    const change = {
      ...{ key, system, changed, said },
      ...(batch !== null && { batch }),
      ...(ordinal !== null && { ordinal }),
    };
    const decided = { work: `request/${id}`, by: actor, ...details };
    const done = await bringIn(connection, later, entities.get(row.entity)!, change, decided);
    return { accepted: id, changed: done?.changed ?? [] };
  });
}
