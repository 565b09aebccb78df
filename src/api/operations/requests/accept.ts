import type { Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { askApproval } from '../../../identity/approvals.ts';
import { bringIn } from '../../../identity/decided.ts';
import { compileMatchers } from '../../../identity/matching/compileMatchers.ts';
import { isGoverned } from '../../../identity/withhold.ts';
import { governedOf } from '../../../landscape/governed.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import type { Model } from '../../../quality/checker.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import type { Problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import type { AcceptedRequest } from './contract.ts';
import { notOpen } from './reject.ts';

interface Row {
  entity: string;
  key: string;
  kind: 'new' | 'change';
  interface: string;
  system: string;
  local_key: string;
  changed: string[];
  proposed: JsonObject;
  batch: number | null;
  ordinal: number | null;
}

/** Says yes to a change request in place of the authority: what the system asked for becomes true, and the line tells it to all others. */
export function acceptRequest(
  pool: Pool,
  model: Model,
  landscape: Pick<Landscape, 'stewardship' | 'matching' | 'systems'>,
  actor: string,
  id: number,
  reason?: string,
): Promise<AcceptedRequest | Problem> {
  return transaction(pool, async (connection, later) => {
    const { rows } = await connection.query<Row>(
      `update change_request set state = 'accepted', decided_at = now(), decided_by = $2, reason = $3
       where id = $1 and state = 'open' returning *`,
      [id, actor, reason ?? null],
    );
    const [row] = rows;
    if (!row) return notOpen(id);
    const details = reason === undefined ? {} : { reason };
    await keepAudit(connection, { actor, action: 'request.accept', subject: String(id), details });
    const entity = model.entities.get(row.entity)!;
    const governed = governedOf(landscape, entity);
    const waits = row.kind === 'new' ? [] : row.changed.filter((pointer) => isGoverned(pointer, governed));
    const free = row.changed.filter((pointer) => !waits.includes(pointer));
    // Who says yes to it proposes it: another one has to approve.
    if (waits.length > 0)
      await askApproval(connection, { ...approvalOf(row), changed: waits, proposer: actor });
    if (row.kind === 'change' && free.length === 0) return { accepted: id, changed: [], waits };
    const decided = { work: `request/${id}`, by: actor, ...details };
    const done = await bringIn(
      connection,
      later,
      entity,
      { ...approvalOf(row), said: row.proposed, changed: free },
      decided,
      compileMatchers(landscape, model).get(row.entity),
    );
    return { accepted: id, changed: done?.changed ?? [], waits };
  });
}

function approvalOf({ entity, key, interface: asks, system, local_key, proposed, batch, ordinal }: Row) {
  return {
    ...{ entity, key, interface: asks, system, localKey: local_key, proposed },
    ...(batch !== null && { batch }),
    ...(ordinal !== null && { ordinal }),
  };
}
