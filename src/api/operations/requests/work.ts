import type { Landscape } from '../../../landscape/landscape.ts';
import type { Model } from '../../../quality/checker.ts';
import { MOST_OF_A_KIND, rowOf, type SourceItem, type WorkSource } from '../../../stewardship/workSource.ts';
import { acceptRequest } from './accept.ts';
import type { AcceptedRequest, ChangeRequest } from './contract.ts';
import { oldestRequests, readRequest } from './read.ts';
import { rejectRequest } from './reject.ts';

/** Change requests, as work. */
export function requestWork(
  model: Model,
  landscape: Pick<Landscape, 'stewardship' | 'matching' | 'systems'>,
): WorkSource {
  return {
    kind: 'request',
    decisions: {
      accept: 'what the system asks for becomes true, in place of the authority',
      reject: 'nothing changes; asks for a reason',
    },
    list: async (db, { entity, system, key }) => {
      const filter = { ...(entity && { entity }), ...(system && { system }), ...(key && { key }) };
      return (await oldestRequests(db, model, { ...filter, limit: MOST_OF_A_KIND })).map(toItem);
    },
    show: async (db, id) => {
      const row = rowOf(id);
      const found = row === undefined ? undefined : await readRequest(db, model, row);
      if (!found) return undefined;
      const { kind, changed, authority, rule, localKey, decidedBy, reason } = found;
      const asked = { asks: kind, localKey, changed, ...(authority && { authority }), rule };
      const details = { ...asked, ...(decidedBy && { decidedBy }), ...(reason && { reason }) };
      return { ...toItem(found), state: found.state, details };
    },
    decide: async (pool, id, { actor, decision, reason }) => {
      if (decision === 'reject') {
        const answer = await rejectRequest(pool, actor, Number(id), reason ?? '');
        return 'code' in answer ? answer : { did: 'rejected; nothing changes' };
      }
      const answer = await acceptRequest(pool, model, landscape, actor, Number(id), reason);
      if ('code' in answer) return answer;
      return { did: `accepted; ${wordsOf(answer)}` };
    },
  };
}

function toItem(request: ChangeRequest): SourceItem {
  const { id, entity, key, interface: asks, localKey, kind, changed, askedAt } = request;
  const what = kind === 'new' ? 'would add' : `would change ${names(changed)} of`;
  return {
    id: String(id),
    title: `${asks} ${what} ${entity} ${localKey}`,
    entity,
    key,
    system: asks.slice(0, asks.indexOf('/')),
    count: 1,
    openedAt: askedAt,
  };
}

function wordsOf({ changed, waits }: AcceptedRequest): string {
  const now = changed.length > 0 ? [`changed: ${changed.join(', ')}`] : [];
  const later = waits.length > 0 ? [`a second person has to approve: ${waits.join(', ')}`] : [];
  return [...now, ...later].join('; ') || 'what is new is there now';
}

function names(changed: ChangeRequest['changed']): string {
  const [first, ...more] = changed.map(({ attribute }) => attribute.slice(1));
  return more.length > 1 ? `${first} and ${more.length} more` : [first, ...more].join(' and ');
}
