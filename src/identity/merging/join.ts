import type { Connection } from '../../database/pool.ts';
import type { EntityModel } from '../../quality/checker.ts';
import type { NewEntry } from '../../vocabulary/envelope.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { keepBlocks } from '../matching/blocks.ts';
import type { Matcher } from '../matching/matcher.ts';
import { merge } from '../merge.ts';
import { type CurrentRecord, createRecords, updateRecords } from '../records.ts';
import { keepClaimsOf } from '../unique/keepClaims.ts';
import type { Decision } from './decision.ts';
import { awaitedBy, discardParked } from './openWork.ts';
import { endedRecord, mergingEntry, nextVersion } from './record.ts';
import { keepMerge, keepMoved, moveToSurvivor } from './rows.ts';

export interface Joined {
  merge: number;
  /** Cross-references that lead to the survivor now: `{system, localKey}`. */
  moved: { system: string; localKey: string }[];
  /** What messages may wait for that is known now: to be released in the same transaction. */
  arrived: string[];
  /** To be appended, last in the same transaction. */
  entries: NewEntry[];
}

/** The two records, both locked. */
export interface Joining {
  ends: CurrentRecord;
  /** Of version 0: there is none yet. */
  stays: CurrentRecord;
  /** What the one that ends brings to the other; absent: all that it says. */
  brings?: JsonObject;
  /** The merge that this one follows from. */
  because?: number;
  /** What the whole is, when it is more than what each attribute comes to. */
  whole?: (filled: JsonObject) => Promise<JsonObject>;
}

/** Lets one key lead to another, with all that was known and waits under it; the one record ends, the other takes what nobody said of it. */
export async function join(
  connection: Connection,
  entity: EntityModel,
  matcher: Matcher | undefined,
  { ends, stays, brings = ends.data, because, whole = async (filled) => filled }: Joining,
  { actor, reason }: Decision,
): Promise<Joined> {
  const name = entity.entity;
  const [loser, survivor] = [ends.key, stays.key];
  const kept = { loser: ends.data, survivor: stays.data };
  const id = await keepMerge(connection, { entity: name, loser, survivor, kept, actor, reason, because });
  const moved = await moveToSurvivor(connection, name, loser, survivor);
  await keepMoved(connection, name, moved, { key: survivor, cause: 'merged', merge: id });
  await discardParked(connection, name, loser, actor, `merged into ${survivor}: ${reason}`);

  const at = new Date().toISOString();
  const rules = { elementKeys: entity.elementKeys, lists: 'partial' } as const;
  const filled = merge(stays.data, undefined, brings, rules);
  const ended = nextVersion(ends, endedRecord(entity, ends.data, survivor), at);
  const one = nextVersion(stays, await whole(filled.record), at);
  const isNew = stays.version === 0;
  await updateRecords(connection, name, isNew ? [ended] : [ended, one]);
  if (isNew) await createRecords(connection, name, [{ ...one, ...(ends.told && { told: ends.told }) }]);
  await keepClaimsOf(connection, entity, [
    { key: loser, before: ends.data, after: ended.data },
    { key: survivor, before: isNew ? undefined : stays.data, after: one.data },
  ]);
  if (matcher) await keepBlocks(connection, matcher, [one]);
  const systems = await systemsOf(connection, name, survivor);
  return {
    merge: id,
    moved: moved.map(({ system, localKey }) => ({ system, localKey })),
    arrived: awaitedBy(name, systems, [loser, survivor]),
    entries: [
      mergingEntry(entity, 'merged', ended, ['/status', '/mergedInto'], { into: survivor }),
      mergingEntry(entity, 'merged', one, filled.changed, { from: loser }),
    ],
  };
}

async function systemsOf(connection: Connection, entity: string, key: string): Promise<string[]> {
  const { rows } = await connection.query<{ system: string }>(
    'select distinct system from observation where key = $1 and entity = $2',
    [key, entity],
  );
  return rows.map(({ system }) => system);
}
