import type { Connection, Pool } from '../../../database/pool.ts';
import { type Later, transaction } from '../../../database/transaction.ts';
import { release } from '../../../delivery/parked.ts';
import { compileMatchers } from '../../../identity/matching/compileMatchers.ts';
import type { Matcher } from '../../../identity/matching/matcher.ts';
import type { Decision } from '../../../identity/merging/decision.ts';
import { mergeRecords } from '../../../identity/merging/mergeRecords.ts';
import { keepSeparate } from '../../../identity/merging/openWork.ts';
import { readRoots } from '../../../identity/merging/roots.ts';
import { splitOff } from '../../../identity/merging/splitOff.ts';
import { unmerge } from '../../../identity/merging/unmerge.ts';
import { append } from '../../../ledger/append.ts';
import { followRegrouped } from '../../../promising/regrouped.ts';
import type { EntityModel, Model } from '../../../quality/checker.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import type { AuditAction } from '../audit/contract.ts';
import type { OperationsParts } from '../parts.ts';
import type { DecideMatch, Regrouped } from './contract.ts';
import { readReview } from './read.ts';

/** What decisions are made with. */
export interface Deciding {
  pool: Pool;
  model: Pick<Model, 'entities'>;
  matchers: ReadonlyMap<string, Matcher>;
}

/** With the matching of the landscape in force. */
export function decidingWith({
  pool,
  model,
  landscape,
}: Pick<OperationsParts, 'pool' | 'model' | 'landscape'>): Deciding {
  return { pool, model, matchers: compileMatchers(landscape, model) };
}

/** Answers whether two things are one. Those that were merged elsewhere meanwhile are taken for what they are now. */
export function decideReview(
  deciding: Deciding,
  id: number,
  { decision, keep = 'a', reason }: DecideMatch,
  actor: string,
): Promise<Regrouped | Problem> {
  const { pool, model } = deciding;
  return transaction(pool, async (connection, later) => {
    const review = await readReview(connection, id);
    if (review?.state !== 'open') {
      const advice = 'Look at the open ones with `npx lineshaft match reviews`.';
      return problem('not-found', 'api', `There is no open review ${id}.`, { advice });
    }
    const entity = model.entities.get(review.entity)!;
    const [a, b] = [await rootOf(connection, review.a), await rootOf(connection, review.b)];
    const [loser, survivor] = keep === 'a' ? [b, a] : [a, b];
    const by = { actor, reason };
    if (decision === 'link')
      return mergeAudited({ connection, later }, deciding, entity, { loser, survivor }, by, id);
    await keepSeparate(connection, review.entity, review.a, review.b, actor, reason);
    await audit(connection, 'match.separate', `${review.a} ${review.b}`, by, id);
    return { key: review.b, other: review.a, moved: [] };
  });
}

/** Makes two things one, whether they were asked about or not. */
export function mergeThings(
  deciding: Deciding,
  entity: EntityModel,
  keys: { loser: string; survivor: string },
  by: Decision,
): Promise<Regrouped | Problem> {
  return transaction(deciding.pool, (connection, later) =>
    mergeAudited({ connection, later }, deciding, entity, keys, by),
  );
}

/** Parts a key that was merged, or a key of a system that was linked: `{system, localKey}`. */
export function separateThing(
  { pool, model, matchers }: Deciding,
  entity: EntityModel,
  what: string | { system: string; localKey: string },
  by: Decision,
): Promise<Regrouped | Problem> {
  return transaction(pool, async (connection, later) => {
    const matcher = matchers.get(entity.entity);
    const parted =
      typeof what === 'string'
        ? await unmerge(connection, model, entity, matcher, what, by)
        : await splitOff(connection, entity, matcher, what, by);
    if ('code' in parted) return parted;
    await audit(connection, 'match.separate', `${parted.key} ${parted.from}`, by);
    const items = { loser: parted.key, survivor: parted.from };
    if (entity.entity === 'item') await followRegrouped(connection, later, items, parted.entries);
    later(append(connection, parted.entries));
    return { key: parted.key, other: parted.from, moved: parted.moved };
  });
}

async function mergeAudited(
  { connection, later }: { connection: Connection; later: Later },
  { model, matchers }: Deciding,
  entity: EntityModel,
  keys: { loser: string; survivor: string },
  by: Decision,
  review?: number,
): Promise<Regrouped | Problem> {
  const merged = await mergeRecords(connection, model, entity, matchers.get(entity.entity), keys, by);
  if ('code' in merged) return merged;
  await release(connection, merged.arrived);
  await audit(connection, 'match.link', `${keys.loser} ${keys.survivor}`, by, review);
  if (entity.entity === 'item') await followRegrouped(connection, later, keys, merged.entries);
  later(append(connection, merged.entries));
  return { key: merged.loser, other: merged.survivor, moved: merged.moved };
}

async function audit(
  connection: Connection,
  action: AuditAction,
  subject: string,
  { actor, reason }: Decision,
  review?: number,
): Promise<void> {
  await keepAudit(connection, { actor, action, subject, details: { reason, ...(review && { review }) } });
}

async function rootOf(connection: Connection, key: string): Promise<string> {
  return (await readRoots(connection, [key])).get(key) ?? key;
}
