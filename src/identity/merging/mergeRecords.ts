import type { Connection } from '../../database/pool.ts';
import type { EntityModel } from '../../quality/checker.ts';
import type { NewEntry } from '../../vocabulary/envelope.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { lockIdentity } from '../lockIdentity.ts';
import { keepBlocks } from '../matching/blocks.ts';
import type { Matcher } from '../matching/matcher.ts';
import { merge } from '../merge.ts';
import { type CurrentRecord, lockRecords, updateRecords } from '../records.ts';
import { answerReviews, awaitedBy, discardParked } from './openWork.ts';
import { endedRecord, mergingEntry, nextVersion } from './record.ts';
import { keepMerge, keepMoved, moveToSurvivor } from './rows.ts';

/** Who decides, and why. */
export interface Decision {
  actor: string;
  reason: string;
}

export interface Merged {
  merge: number;
  loser: string;
  survivor: string;
  /** Cross-references that lead to the survivor now: `{system, localKey}`. */
  moved: { system: string; localKey: string }[];
  /** What messages may wait for that is known now: to be released in the same transaction. */
  arrived: string[];
  /** To be appended, last in the same transaction. */
  entries: NewEntry[];
}

/**
 * Makes two things one, in the transaction at hand: cross-references, open questions and change requests of the loser lead to the survivor,
 * which takes what nobody said of it; the loser's record ends. Both get an entry, the loser first. Then
 * `release(arrived)` and, last, `append(entries)`.
 */
export async function mergeRecords(
  connection: Connection,
  entity: EntityModel,
  matcher: Matcher | undefined,
  { loser, survivor }: { loser: string; survivor: string },
  { actor, reason }: Decision,
): Promise<Merged | Problem> {
  const name = entity.entity;
  await lockIdentity(connection, name);
  const records = await lockRecords(connection, name, [loser, survivor]);
  const found = bothStanding(entity, records, loser, survivor);
  if ('code' in found) return found;
  const [ends, stays] = found;

  const kept = { loser: ends.data, survivor: stays.data };
  const id = await keepMerge(connection, { entity: name, loser, survivor, kept, actor, reason });
  const moved = await moveToSurvivor(connection, name, loser, survivor);
  await keepMoved(connection, name, moved, { key: survivor, cause: 'merged', merge: id });
  await discardParked(connection, name, loser, actor, `merged into ${survivor}: ${reason}`);
  await answerReviews(connection, name, id, actor, reason);

  const at = new Date().toISOString();
  const rules = { elementKeys: entity.elementKeys, lists: 'partial' } as const;
  const filled = merge(stays.data, undefined, ends.data, rules);
  const ended = nextVersion(ends, endedRecord(entity, ends.data, survivor), at);
  const whole = nextVersion(stays, filled.record, at);
  await updateRecords(connection, name, [ended, whole]);
  if (matcher) await keepBlocks(connection, matcher, [whole]);
  const systems = await systemsOf(connection, name, survivor);
  const entries = [
    mergingEntry(entity, 'merged', ended, ['/status', '/mergedInto'], { into: survivor }),
    mergingEntry(entity, 'merged', whole, filled.changed, { from: loser }),
  ];
  const arrived = awaitedBy(name, systems, [loser, survivor]);
  return {
    merge: id,
    loser,
    survivor,
    moved: moved.map(({ system, localKey }) => ({ system, localKey })),
    arrived,
    entries,
  };
}

function bothStanding(
  entity: EntityModel,
  records: ReadonlyMap<string, CurrentRecord>,
  loser: string,
  survivor: string,
): [CurrentRecord, CurrentRecord] | Problem {
  const refused = (detail: string) => problem('not-mergeable', 'identify', detail);
  if (entity.mint === undefined)
    return refused(`The key of a ${entity.entity} follows from what it is: it cannot be another one.`);
  if (loser === survivor) return refused(`${loser} is one thing already.`);
  const [ends, stays] = [records.get(loser), records.get(survivor)];
  if (!ends || !stays)
    return problem('not-found', 'identify', `There is no ${entity.entity} ${ends ? survivor : loser}.`);
  for (const { key, data } of [ends, stays])
    if (typeof data['mergedInto'] === 'string')
      return refused(`${key} was merged into ${data['mergedInto']}.`);
  return [ends, stays];
}

async function systemsOf(connection: Connection, entity: string, key: string): Promise<string[]> {
  const { rows } = await connection.query<{ system: string }>(
    'select distinct system from observation where key = $1 and entity = $2',
    [key, entity],
  );
  return rows.map(({ system }) => system);
}
