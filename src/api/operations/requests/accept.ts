import type { Connection, Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { askApproval } from '../../../identity/approvals.ts';
import { bringIn, refusedChange } from '../../../identity/decided.ts';
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
      `select * from change_request where id = $1 and state = 'open' for update`,
      [id],
    );
    const [row] = rows;
    if (!row) return notOpen(id);
    const entity = model.entities.get(row.entity)!;
    const governed = governedOf(landscape, entity);
    const waits = row.kind === 'new' ? [] : row.changed.filter((pointer) => isGoverned(pointer, governed));
    const free = row.changed.filter((pointer) => !waits.includes(pointer));
    const change = { ...approvalOf(row), said: row.proposed, changed: free };
    const brings = row.kind === 'new' || free.length > 0;
    const refusal = brings && (await refusedChange(connection, entity, change));
    if (refusal) return refusal;
    const details = reason === undefined ? {} : { reason };
    await end(connection, id, actor, reason);
    await keepAudit(connection, { actor, action: 'request.accept', subject: String(id), details });
    // Who says yes to it proposes it: another one has to approve.
    if (waits.length > 0)
      await askApproval(connection, { ...approvalOf(row), changed: waits, proposer: actor });
    if (!brings) return { accepted: id, changed: [], waits };
    const decided = { work: `request/${id}`, by: actor, ...details };
    const done = await bringIn(
      connection,
      later,
      entity,
      change,
      decided,
      compileMatchers(landscape, model).get(row.entity),
    );
    return { accepted: id, changed: done?.changed ?? [], waits };
  });
}

async function end(connection: Connection, id: number, actor: string, reason?: string): Promise<void> {
  await connection.query(
    `update change_request set state = 'accepted', decided_at = now(), decided_by = $2, reason = $3 where id = $1`,
    [id, actor, reason ?? null],
  );
}

function approvalOf({ entity, key, interface: asks, system, local_key, proposed, batch, ordinal }: Row) {
  return {
    ...{ entity, key, interface: asks, system, localKey: local_key, proposed },
    ...(batch !== null && { batch }),
    ...(ordinal !== null && { ordinal }),
  };
}
