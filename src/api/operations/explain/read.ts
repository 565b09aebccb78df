import type { Queryable } from '../../../database/pool.ts';
import { planOf } from '../../../landscape/connectivity/plan.ts';
import type { Receiver } from '../../../landscape/connectivity/wiring.ts';
import type { ConnectivityRule, Landscape } from '../../../landscape/landscape.ts';
import type { EntityModel } from '../../../quality/checker.ts';
import { type Lack, lackId, readLacks } from '../../../stewardship/incomplete.ts';
import { ownerOf } from '../../../stewardship/ownership.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import type { OperationsParts } from '../parts.ts';
import type { RecordAnswer } from '../records/contract.ts';
import { readThing } from '../records/read.ts';
import { attributesOf } from './attributes.ts';
import type { ExplainAnswer } from './contract.ts';

/** Whose word counts for one thing, who says what of it, and who is told. */
export async function explainThing(
  db: Queryable,
  landscape: Landscape,
  { governs, lineage, scopes }: Pick<OperationsParts, 'governs' | 'lineage' | 'scopes'>,
  entity: EntityModel,
  asked: string,
): Promise<ExplainAnswer | Problem | undefined> {
  const key = await keyOf(db, entity.entity, asked);
  if (typeof key === 'object') return key;
  const thing = await readThing(db, landscape, entity, key, lineage);
  if (!thing) return undefined;
  const record = thing.record as JsonObject;
  const line = lineOf(landscape, entity.entity, governs(entity.entity, record));
  const wiring = line && {
    ...line,
    receivers: line.receivers.map((each) => scoped(each, entity, thing, scopes)),
  };
  return {
    entity: entity.entity,
    key: thing.key,
    version: thing.version,
    changedAt: thing.changedAt,
    localKeys: thing.observations.map(({ system, localKey }) => ({ system, localKey })),
    ...(wiring && { wiring }),
    attributes: attributesOf(record, thing.observations),
    lacks: (await readLacks(db, landscape, { entity: entity.entity, key: thing.key })).map((lack) =>
      lackOf(lack, landscape),
    ),
    requests: await openRequests(db, entity.entity, thing.key),
  };
}

function lackOf(lack: Lack, landscape: Landscape): ExplainAnswer['lacks'][number] {
  const { entity, site, missing, waiting, since } = lack;
  const owner = ownerOf(entity, site, landscape);
  return {
    work: `completion/${lackId(lack)}`,
    ...(site !== undefined && { site }),
    ...(owner !== undefined && { owner }),
    attributes: missing,
    waiting,
    since,
  };
}

/** Whether a target gets the thing, as it stands. */
function scoped(
  receiver: Receiver,
  { entity }: EntityModel,
  { key, version, record }: RecordAnswer,
  scopes: OperationsParts['scopes'],
): Receiver & { leftOut?: true } {
  const scope = scopes.get(receiver.interface);
  if (!scope || receiver.gets !== 'changes') return receiver;
  const data = record as JsonObject;
  const site = data['site'];
  const entry = {
    ...{ position: 0, type: `${entity}.changed`, entity, system: '', subject: key, partitionKey: key },
    ...(typeof site === 'string' && { site }),
    data: { version, change: 'created', record: data },
  };
  return scope.isInScope(entry) ? receiver : { ...receiver, leftOut: true };
}

function lineOf(landscape: Landscape, entity: string, rule: ConnectivityRule | undefined) {
  const place = rule && `${rule.file}:${rule.line}`;
  return planOf(landscape).find((line) => line.entity === entity && line.rule === place);
}

/** A local key that only one thing has will do. */
async function keyOf(db: Queryable, entity: string, asked: string): Promise<string | Problem> {
  const { rows } = await db.query<{ key: string; names: string }>(
    `select key, string_agg(system || ':' || local_key, ', ' order by system) as names from observation
     where entity = $1 and local_key = $2 group by key limit 5`,
    [entity, asked],
  );
  if (rows.length <= 1) return rows[0]?.key ?? asked;
  const names = rows.map((row) => row.names).join('; ');
  return problem('request-invalid', 'api', `Several things of ${entity} are called ${asked}: ${names}.`, {
    advice: 'Name the system too: `<system>:<local key>`.',
  });
}

async function openRequests(db: Queryable, entity: string, key: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from change_request where entity = $1 and key = $2 and state = 'open'`,
    [entity, key],
  );
  return rows[0]!.n;
}
