import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import { append } from '../ledger/append.ts';
import type { EntityModel } from '../quality/checker.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import { type Instant, type JsonObject, withoutNulls } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { settleConflicts } from './conflicts.ts';
import { versionEntry } from './entries.ts';
import { keepBlocks } from './matching/blocks.ts';
import type { Matcher } from './matching/matcher.ts';
import { withPortion } from './portion.ts';
import { type CurrentRecord, createRecords, lockRecords, updateRecords } from './records.ts';
import { type Saying, tellAnew, toldWhole, withoutContested } from './told.ts';
import { keepClaimsOf } from './unique/keepClaims.ts';
import { refusalOf } from './unique/refusalOf.ts';

/** A change that a person said yes to: what a system says of a thing, and which of it becomes true. */
export interface DecidedChange {
  key: string;
  /** JSON pointers; empty: all of it, the thing is new. */
  changed: readonly string[];
  said: JsonObject;
  /** The author of the values: it is not told of them again. */
  system: string;
  /** By which it said them. */
  interface: string;
  /** Where its document is kept. */
  batch?: number;
  ordinal?: number;
}

/** Who decided, under which work item; it stands in the entry. */
export interface DecidedBy {
  work: string;
  by: string;
  reason?: string;
  /** Whose wish it was, where that takes two. */
  proposers?: readonly string[];
}

/** A problem when by the change two records would have what one may have. Locks the record. */
export async function refusedChange(
  connection: Connection,
  entity: EntityModel,
  change: DecidedChange,
): Promise<Problem | undefined> {
  const current = (await lockRecords(connection, entity.entity, [change.key])).get(change.key);
  const { data } = decidedRecord(entity, change, current);
  return refusalOf(connection, entity, { key: change.key, before: current?.data, after: data });
}

/**
 * Brings a decided change into the current record and tells the line of it by the ledger, as any other change. What holds already changes
 * nothing; resolves to what did change, or undefined when nothing did. Matching finds the record by it from then on. Ask `refusedChange` first, and
 * call it last in the transaction.
 */
export async function bringIn(
  connection: Connection,
  later: Later,
  entity: EntityModel,
  change: DecidedChange,
  decided: DecidedBy,
  matcher: Matcher | undefined,
): Promise<{ change: 'created' | 'updated'; changed: string[] } | undefined> {
  const { key } = change;
  const time = new Date().toISOString();
  const current = (await lockRecords(connection, entity.entity, [key])).get(key);
  const { data, changed } = decidedRecord(entity, change, current);
  if (!current) {
    const record = { key, version: 1, data, changedAt: time, told: toldWhole(sayingBy(change, time)) };
    later(createRecords(connection, entity.entity, [record]));
    later(keepClaimsOf(connection, entity, [{ key, before: undefined, after: data }]));
    if (matcher) later(keepBlocks(connection, matcher, [record]));
    later(append(connection, [entryOf(entity, change, record, 'created', [], decided)], change.batch));
    return { change: 'created', changed: [] };
  }
  if (changed.length === 0) return undefined;
  const saying = sayingBy(change, time);
  const anew = tellAnew(current.told, new Map(changed.map((pointer) => [pointer, saying])));
  const told = withoutContested(anew, changed);
  const record = { key, version: current.version + 1, data, changedAt: time, told };
  later(updateRecords(connection, entity.entity, [record]));
  if (current.told?.contested)
    later(
      settleConflicts(
        connection,
        entity.entity,
        changed.map((pointer) => ({ key, pointer })),
      ),
    );
  later(keepClaimsOf(connection, entity, [{ key, before: current.data, after: data }]));
  if (matcher) later(keepBlocks(connection, matcher, [record]));
  later(append(connection, [entryOf(entity, change, record, 'updated', changed, decided)], change.batch));
  return { change: 'updated', changed };
}

function decidedRecord(
  { elementKeys }: EntityModel,
  { key, said, changed }: DecidedChange,
  current: CurrentRecord | undefined,
): { data: JsonObject; changed: string[] } {
  if (!current) return { data: { ...withoutNulls(said), key }, changed: [] };
  const pointers = changed.length > 0 ? changed : Object.keys(said).map((name) => `/${name}`);
  const { record, changed: differing } = withPortion(current.data, said, pointers, elementKeys);
  return { data: record, changed: differing };
}

/** It stands by the word of the system that said it; that a person said yes to it stands in the entry. */
function sayingBy({ interface: by, batch, ordinal }: DecidedChange, at: Instant): Saying {
  return {
    by,
    ...(batch !== undefined && { batch }),
    ...(ordinal !== undefined && { ordinal }),
    at,
  };
}

function entryOf(
  entity: EntityModel,
  { system, ordinal }: DecidedChange,
  record: CurrentRecord,
  change: 'created' | 'updated',
  changed: readonly string[],
  decided: DecidedBy,
): NewEntry {
  const entry = versionEntry(entity, record, system, { change, changed, decided });
  return { ...entry, ...(ordinal !== undefined && { ordinal }) };
}
