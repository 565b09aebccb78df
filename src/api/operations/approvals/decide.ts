import type { Connection, Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { bringIn, refusedChange } from '../../../identity/decided.ts';
import { keepDecided } from '../../../identity/decision.ts';
import { compileMatchers } from '../../../identity/matching/compileMatchers.ts';
import { lockRecords } from '../../../identity/records.ts';
import { isGoverned } from '../../../identity/withhold.ts';
import { governedOf } from '../../../landscape/governed.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import { append } from '../../../ledger/append.ts';
import type { EntityModel, Model } from '../../../quality/checker.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';

interface Row {
  entity: string;
  key: string;
  interface: string;
  system: string;
  changed: string[];
  proposed: JsonObject;
  proposers: string[];
  batch: number | null;
  ordinal: number | null;
}

interface Said {
  actor: string;
  reason?: string;
}

/** Says yes, as a second person: the change becomes true, and the line tells it to all others. */
export function approve(
  pool: Pool,
  model: Model,
  landscape: Pick<Landscape, 'matching' | 'systems'>,
  id: number,
  said: Said,
): Promise<{ changed: string[] } | Problem> {
  return transaction(pool, async (connection, later) => {
    const row = await lockOpen(connection, id);
    if (!row) return notOpen(id);
    if (row.proposers.includes(said.actor)) return secondPerson(id, said.actor);
    const { key, system, interface: asks, changed, proposed, batch, ordinal } = row;
    const change = {
      ...{ key, system, interface: asks, changed, said: proposed },
      ...(batch !== null && { batch }),
      ...(ordinal !== null && { ordinal }),
    };
    const decided = { ...decidedBy(id, said), proposers: row.proposers };
    const entity = model.entities.get(row.entity)!;
    const refusal = await refusedChange(connection, entity, change);
    if (refusal) return refusal;
    await end(connection, id, 'approved', said);
    const matcher = compileMatchers(landscape, model).get(row.entity);
    const done = await bringIn(connection, later, entity, change, decided, matcher);
    return { changed: done?.changed ?? [] };
  });
}

/**
 * Says no: the record stays as it is, and that it was so decided stands in the ledger. Of a governed attribute no system is told; a number that
 * names the thing goes to all of them again, also to the one that would have changed it.
 */
export function rejectApproval(
  pool: Pool,
  { entities }: Pick<Model, 'entities'>,
  landscape: Pick<Landscape, 'stewardship'>,
  id: number,
  said: Said,
): Promise<{ rejected: number } | Problem> {
  return transaction(pool, async (connection, later) => {
    const row = await lockOpen(connection, id);
    if (!row) return notOpen(id);
    await end(connection, id, 'rejected', said);
    const { entity, key, system, changed, proposers, batch, ordinal } = row;
    const decided = { ...decidedBy(id, said), proposers };
    const entry = {
      id: `approval ${id}`,
      type: `decision.${entity}.rejected`,
      ...{ entity, system, subject: key, partitionKey: key },
      time: new Date().toISOString(),
      ...(ordinal !== null && { ordinal }),
      data: JSON.stringify({ changed, decided }),
    };
    const model = entities.get(entity)!;
    const governed = governedOf(landscape, model);
    const names = changed.filter((pointer) => !isGoverned(pointer, governed));
    if (names.length > 0) await tellAgain(connection, model, key, names, decided);
    later(append(connection, [entry], batch ?? undefined));
    return { rejected: id };
  });
}

/** What stands becomes a version of its own, so that every system hears it. */
async function tellAgain(
  connection: Connection,
  model: EntityModel,
  key: string,
  changed: readonly string[],
  decided: object,
): Promise<void> {
  const current = (await lockRecords(connection, model.entity, [key])).get(key);
  if (!current) return;
  const record = { ...current, version: current.version + 1, changedAt: new Date().toISOString() };
  await keepDecided(connection, model, current.data, record, { changed, decided });
}

async function lockOpen(connection: Connection, id: number): Promise<Row | undefined> {
  const { rows } = await connection.query<Row>(
    `select entity, key, interface, system, changed, proposed, proposers, batch, ordinal from approval
     where id = $1 and state = 'open' for update`,
    [id],
  );
  return rows[0];
}

async function end(
  connection: Connection,
  id: number,
  state: 'approved' | 'rejected',
  { actor, reason }: Said,
): Promise<void> {
  await connection.query(
    'update approval set state = $2, decided_at = now(), decided_by = $3, reason = $4 where id = $1',
    [id, state, actor, reason ?? null],
  );
  const action = state === 'approved' ? 'approval.approve' : 'approval.reject';
  const details = reason === undefined ? {} : { reason };
  await keepAudit(connection, { actor, action, subject: String(id), details });
}

function decidedBy(id: number, { actor, reason }: Said) {
  return { work: `approval/${id}`, by: actor, ...(reason !== undefined && { reason }) };
}

function notOpen(id: number): Problem {
  const advice = 'Look at the open ones with `npx lineshaft work list --kind approval`.';
  return problem('not-found', 'api', `There is no open approval ${id}.`, { advice });
}

function secondPerson(id: number, actor: string): Problem {
  return problem('second-person-needed', 'api', `${actor} proposed what approval ${id} would change.`);
}
