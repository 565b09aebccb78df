import type { Connection } from '../../database/pool.ts';
import type { EntityModel, Model } from '../../quality/checker.ts';
import type { NewEntry } from '../../vocabulary/envelope.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { lockIdentity } from '../lockIdentity.ts';
import { keepBlocks } from '../matching/blocks.ts';
import type { Matcher } from '../matching/matcher.ts';
import { lockRecords, updateRecords } from '../records.ts';
import { keepClaimsOf } from '../unique/keepClaims.ts';
import { withLeaving, withoutLeaving } from './apart.ts';
import type { Decision } from './decision.ts';
import { differing } from './differing.ts';
import { reopenReviews } from './openWork.ts';
import { mergingEntry, nextVersion } from './record.ts';
import { nameBack } from './rename.ts';
import { keepMoved, moveBack, standingMerge, undoMerge } from './rows.ts';
import { readSteps } from './steps.ts';
import { underive } from './underive.ts';

export interface Unmerged {
  merge: number;
  key: string;
  /** What it was merged into. */
  from: string;
  moved: { system: string; localKey: string }[];
  /** To be appended, last in the same transaction. */
  entries: NewEntry[];
}

/**
 * Parts what was merged, in the transaction at hand: cross-references and change requests go back, the record stands again as it was, with
 * what its own systems said since; the survivor's loses what came from there. So do the keys that were derived anew by the merge. All get an entry.
 * That they are two is remembered. Last, `append(entries)`.
 */
export async function unmerge(
  connection: Connection,
  { entities }: Pick<Model, 'entities'>,
  entity: EntityModel,
  matcher: Matcher | undefined,
  key: string,
  { actor, reason }: Decision,
): Promise<Unmerged | Problem> {
  const name = entity.entity;
  await lockIdentity(connection, name);
  const merge = await standingMerge(connection, name, key);
  if (!merge) return problem('not-mergeable', 'identify', `${key} is not merged into another ${name}.`);
  const { survivor, kept } = merge;
  const records = await lockRecords(connection, name, [key, survivor]);
  const [ended, whole] = [records.get(key)!, records.get(survivor)!];
  const further = whole.data['mergedInto'];
  if (typeof further === 'string')
    return problem('not-mergeable', 'identify', `${survivor} was itself merged into ${further} since.`, {
      advice: `Part ${survivor} from it first.`,
    });

  const steps = await readSteps(connection, entity, merge);
  const family = await undoMerge(connection, merge, actor, reason);
  const moved = await moveBack(connection, name, key, family, survivor);
  await keepMoved(connection, name, moved, { key, cause: 'split', merge: merge.id });
  await reopenReviews(connection, name, merge, actor, reason);

  const at = new Date().toISOString();
  const back = nextVersion(ended, withLeaving(kept.loser, steps, entity.elementKeys), at);
  const rest = nextVersion(whole, withoutLeaving(whole.data, steps, entity.elementKeys), at);
  await updateRecords(connection, name, [back, rest]);
  await keepClaimsOf(connection, entity, [
    { key, before: ended.data, after: back.data },
    { key: survivor, before: whole.data, after: rest.data },
  ]);
  if (matcher) await keepBlocks(connection, matcher, [back, rest]);
  const parted = name === 'item' ? await underive(connection, entities, merge, { actor, reason }) : [];
  const naming = await nameBack(connection, entities, merge);
  const entries = [
    mergingEntry(entity, 'split', back, ['/status', '/mergedInto'], { from: survivor }),
    mergingEntry(entity, 'split', rest, differing(whole.data, rest.data), { from: key }),
    ...parted,
    ...naming,
  ];
  return {
    entries,
    merge: merge.id,
    key,
    from: survivor,
    moved: moved.map(({ system, localKey }) => ({ system, localKey })),
  };
}
