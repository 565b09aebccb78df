import type { Connection, Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { askApproval } from '../../../identity/approvals.ts';
import { decided, keepDecided } from '../../../identity/decision.ts';
import { withValueAt } from '../../../identity/pointer.ts';
import { lockRecords } from '../../../identity/records.ts';
import { refusalOf } from '../../../identity/unique/refusalOf.ts';
import { isGoverned } from '../../../identity/withhold.ts';
import { governedOf } from '../../../landscape/governed.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import type { Model } from '../../../quality/checker.ts';
import type { Json } from '../../../vocabulary/json.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { STEWARD } from '../../../vocabulary/steward.ts';
import { keepAudit } from '../../audit.ts';
import type { Conflict, DecideConflict, Decided } from './contract.ts';
import { readConflict } from './read.ts';

/**
 * Lets one value stand: it becomes the record's, and goes to every system by the line. Of a governed attribute it is proposed, and the conflict
 * stays open until a second person approves.
 */
export function decideConflict(
  pool: Pool,
  { entities }: Pick<Model, 'entities'>,
  landscape: Pick<Landscape, 'stewardship'>,
  actor: string,
  id: number,
  given: DecideConflict,
): Promise<Decided | Problem> {
  return transaction(pool, async (connection) => {
    const conflict = await lockConflict(connection, id);
    if (conflict?.state !== 'open') return notOpen(id, conflict);
    const decision = chosenOf(conflict, given);
    if ('code' in decision) return decision;
    const { entity, key, attribute } = conflict;
    const current = (await lockRecords(connection, entity, [key])).get(key);
    const model = entities.get(entity);
    if (!current || !model)
      return problem('not-found', 'api', `There is no ${entity} ${key}.`, { value: key });
    const at = new Date().toISOString();
    const said = { conflict: id, pointer: attribute, value: decision.value, at };
    const record = decided(model, current, said);
    if ('code' in record) return record;
    const refusal = await refusalOf(connection, model, { key, before: current.data, after: record.data });
    if (refusal) return refusal;
    const { reason } = given;
    await keepAudit(connection, {
      actor,
      action: 'conflict.decide',
      subject: String(id),
      details: { entity, key, attribute, ...decision, reason },
    });
    const { value } = decision;
    if (isGoverned(attribute, governedOf(landscape, model))) {
      const proposed = withValueAt(current.data, attribute, value, model.elementKeys);
      const word = { interface: STEWARD, system: STEWARD, localKey: key, proposer: actor };
      await askApproval(connection, { entity, key, ...word, changed: [attribute], proposed });
      return { decided: id, key, version: current.version, value, waits: [attribute] };
    }
    await keepDecision(connection, id, decision, actor, reason);
    await keepDecided(connection, model, current.data, record, { changed: [attribute] });
    return { decided: id, key, version: record.version, value, waits: [] };
  });
}

/** Records are locked before conflicts, here as in the line. */
async function lockConflict(connection: Connection, id: number): Promise<Conflict | undefined> {
  const found = await readConflict(connection, id);
  if (!found) return undefined;
  await lockRecords(connection, found.entity, [found.key]);
  await connection.query('select from conflict where id = $1 for update', [id]);
  return readConflict(connection, id);
}

function notOpen(id: number, conflict: Conflict | undefined): Problem {
  const advice = 'Look at the open ones with `npx lineshaft conflicts list`.';
  const detail = conflict
    ? `The conflict ${id} is ${conflict.state} already.`
    : `There is no conflict ${id}.`;
  return problem('not-found', 'api', detail, { advice });
}

function chosenOf({ values }: Conflict, given: DecideConflict): { value: Json; system?: string } | Problem {
  if (!('system' in given)) return { value: given.value as Json };
  const chosen = values.find(({ system }) => system === given.system);
  if (chosen) return { value: chosen.value as Json, system: chosen.system };
  const advice = `Choose one of ${values.map(({ system }) => system).join(', ')}, or give another value.`;
  return problem('request-invalid', 'api', `${given.system} says nothing of it.`, {
    value: given.system,
    advice,
  });
}

async function keepDecision(
  connection: Connection,
  id: number,
  decision: { value: Json; system?: string },
  actor: string,
  reason: string,
): Promise<void> {
  await connection.query(
    `update conflict set state = 'decided', decided_at = now(), decided_by = $2, decision = $3, reason = $4 where id = $1`,
    [id, actor, JSON.stringify(decision), reason],
  );
}
