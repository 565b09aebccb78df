import type { Connection } from '../../database/pool.ts';
import type { EntityModel, Model } from '../../quality/checker.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { lockIdentity } from '../lockIdentity.ts';
import type { Matcher } from '../matching/matcher.ts';
import { type CurrentRecord, lockRecords } from '../records.ts';
import type { Decision } from './decision.ts';
import { type Joined, join } from './join.ts';
import { answerReviews } from './openWork.ts';
import { isPartOf } from './partOf.ts';
import { rederive } from './rederive.ts';
import { rename } from './rename.ts';

export interface Merged extends Joined {
  loser: string;
  survivor: string;
}

/**
 * Makes two things one, in the transaction at hand: cross-references, open questions, change requests and approvals of the loser lead to the survivor,
 * which takes what nobody said of it; the loser's record ends. So do keys that are derived from the loser's; masters that name it name the survivor.
 * All get an entry, the loser first. Then `release(arrived)` and, last, `append(entries)`.
 */
export async function mergeRecords(
  connection: Connection,
  { entities }: Pick<Model, 'entities'>,
  entity: EntityModel,
  matcher: Matcher | undefined,
  { loser, survivor }: { loser: string; survivor: string },
  decision: Decision,
): Promise<Merged | Problem> {
  const name = entity.entity;
  await lockIdentity(connection, name);
  const records = await lockRecords(connection, name, [loser, survivor]);
  const found = bothStanding(entity, records, loser, survivor);
  if ('code' in found) return found;
  const [ends, stays] = found;
  if (name === 'item' && (await isPartOf(connection, loser, survivor)))
    return problem('not-mergeable', 'identify', `One of ${loser} and ${survivor} is a part of the other.`, {
      advice: 'Mend the bill of material first: an item cannot be made of itself.',
    });
  const joined = await join(connection, entity, matcher, { ends, stays }, decision);
  await answerReviews(connection, name, joined.merge, decision.actor, decision.reason);
  const merge = { id: joined.merge, loser, survivor };
  const derived = name === 'item' ? await rederive(connection, entities, merge, decision) : [];
  const renaming = await rename(connection, entities, name, merge);
  return {
    ...joined,
    loser,
    survivor,
    arrived: [...joined.arrived, ...derived.flatMap(({ arrived }) => arrived)],
    entries: [...joined.entries, ...derived.flatMap(({ entries }) => entries), ...renaming],
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
