import type { Connection } from '../database/pool.ts';
import { append } from '../ledger/append.ts';
import type { EntityModel } from '../quality/checker.ts';
import type { Instant, Json, JsonObject } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { STEWARD } from '../vocabulary/steward.ts';
import { versionEntry } from './entries.ts';
import { withValueAt } from './pointer.ts';
import { type CurrentRecord, updateRecords } from './records.ts';
import { tellAnew, withoutContested } from './told.ts';
import { keepClaimsOf } from './unique/keepClaims.ts';

/** What a steward says of one attribute of a record. */
export interface Decision {
  /** The conflict that it ends. */
  conflict: number;
  pointer: string;
  /** Null: there is none. */
  value: Json;
  at: Instant;
}

/** The record with a steward's decision in it, or a problem when the value does not fit the model. */
export function decided(
  entity: EntityModel,
  current: CurrentRecord,
  { conflict, pointer, value, at }: Decision,
): CurrentRecord | Problem {
  const data = withValueAt(current.data, pointer, value ?? undefined, entity.elementKeys);
  const misfit = misfitOf(entity, data, at);
  if (misfit) return misfit;
  const saying = { by: STEWARD, conflict, at };
  return {
    key: current.key,
    version: current.version + 1,
    data,
    changedAt: at,
    told: withoutContested(tellAnew(current.told, new Map([[pointer, saying]])), [pointer]),
  };
}

/**
 * Keeps a locked record with a decision in it and appends it, so that it goes to every system, also to those whose value it is. Call it last in
 * the transaction.
 */
export async function keepDecided(
  connection: Connection,
  entity: EntityModel,
  before: JsonObject,
  record: CurrentRecord,
  what: { changed: readonly string[]; decided?: object },
): Promise<void> {
  await updateRecords(connection, entity.entity, [record]);
  await keepClaimsOf(connection, entity, [{ key: record.key, before, after: record.data }]);
  await append(connection, [versionEntry(entity, record, STEWARD, { change: 'updated', ...what })]);
}

/** What does not fit the model. The check brings its record into normal form: it gets one of its own. */
export function misfitOf(entity: EntityModel, data: JsonObject, receivedAt: Instant): Problem | undefined {
  const findings = entity.check(structuredClone(data), 'observation', { receivedAt });
  return findings.find(({ severity }) => severity === 'E')?.problem;
}
