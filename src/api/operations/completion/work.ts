import type { Landscape } from '../../../landscape/landscape.ts';
import type { Model } from '../../../quality/checker.ts';
import { type Lack, lackId, readLacks } from '../../../stewardship/incomplete.ts';
import type { SourceItem, WorkSource } from '../../../stewardship/workSource.ts';
import { answerLack } from './answer.ts';

/** What new things lack before systems get them, as work of the sites that own it. */
export function completionWork(
  model: Model,
  landscape: Pick<Landscape, 'stewardship' | 'matching' | 'systems'>,
): WorkSource {
  const find = async (db: Parameters<typeof readLacks>[0], id: string) => {
    const [key = ''] = id.split('@', 1);
    return (await readLacks(db, landscape, { key })).find((lack) => lackId(lack) === id);
  };
  return {
    kind: 'completion',
    decisions: {
      answer: 'what is given becomes true, and the systems that wait get the thing; asks for values',
    },
    list: async (db, { entity, system, key }) => {
      const lacks = await readLacks(db, landscape, { ...(entity && { entity }), ...(key && { key }) });
      const isMeant = ({ waiting }: Lack) => waiting.some((id) => !system || id.startsWith(`${system}/`));
      return lacks.filter(isMeant).map(toItem);
    },
    show: async (db, id) => {
      const found = await find(db, id);
      if (!found) return undefined;
      const details = { asked: found.missing, waiting: found.waiting };
      return { ...toItem(found), state: 'open', details };
    },
    decide: async (pool, id, { actor, reason, values = {} }) => {
      const found = await find(pool, id);
      const answer = await answerLack(pool, model, landscape, found, values, {
        work: `completion/${id}`,
        by: actor,
        ...(reason !== undefined && { reason }),
      });
      if ('code' in answer) return answer;
      const now = answer.changed.length > 0 ? [`now there: ${answer.changed.join(', ')}`] : [];
      const later = answer.waits.map((attribute) => `a second person has to approve ${attribute}`);
      return { did: [...now, ...later].join('; ') || 'it was there already' };
    },
  };
}

function toItem(lack: Lack): SourceItem {
  const { entity, key, site, missing, waiting, since } = lack;
  return {
    id: lackId(lack),
    title: `${waiting.join(', ')} cannot get ${entity} ${key} without ${missing.join(', ')}`,
    entity,
    key,
    ...(site !== undefined && { site }),
    count: 1,
    openedAt: since,
  };
}
