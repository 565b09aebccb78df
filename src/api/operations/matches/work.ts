import { MOST_OF_A_KIND, rowOf, type SourceItem, type WorkSource } from '../../../stewardship/workSource.ts';
import type { Review } from './contract.ts';
import { type Deciding, decideReview } from './decide.ts';
import { listReviews, readReview } from './read.ts';

/** Pairs that may be one thing, as work. `deciding`: the matching in force. */
export function matchWork(deciding: () => Deciding): WorkSource {
  return {
    kind: 'match',
    decisions: {
      link: 'they are one thing: the key of the second leads to the first, which was there; asks for a reason',
      separate: 'they are two, and the pair is not asked about again; asks for a reason',
    },
    list: async (db, { entity, system, key }) => {
      const filter = { ...(entity && { entity }), ...(system && { system }), ...(key && { key }) };
      const { reviews } = await listReviews(db, { ...filter, limit: MOST_OF_A_KIND });
      return reviews.map(toItem);
    },
    show: async (db, id) => {
      const row = rowOf(id);
      const found = row === undefined ? undefined : await readReview(db, row);
      if (!found) return undefined;
      const { a, b, score, reasons, decidedBy, reason } = found;
      const end = { ...(decidedBy && { decidedBy }), ...(reason && { reason }) };
      return { ...toItem(found), state: found.state, details: { a, b, score, reasons, ...end } };
    },
    decide: async (_pool, id, { actor, decision, reason = '' }) => {
      const given = { decision: decision as 'link' | 'separate', reason };
      const answer = await decideReview(deciding(), Number(id), given, actor);
      if ('code' in answer) return answer;
      const { key, other } = answer;
      return { did: decision === 'link' ? `${key} is ${other} now` : `${key} and ${other} stay two things` };
    },
  };
}

/** It came up where the newer of the two was told first. */
function toItem(review: Review): SourceItem {
  const { id, entity, a, b, aCalled = a, bCalled = b, bSystem, score, askedAt } = review;
  const may = aCalled === bCalled ? 'be there twice' : `be ${aCalled}`;
  return {
    id: String(id),
    title: `${entity} ${bCalled} may ${may} (${score} of 100)`,
    entity,
    key: b,
    ...(bSystem !== undefined && { system: bSystem }),
    count: 1,
    openedAt: askedAt,
  };
}
