import type { Landscape } from '../../../landscape/landscape.ts';
import { MOST_OF_A_KIND, type SourceItem, type WorkSource } from '../../../stewardship/workSource.ts';
import type { ProblemCode } from '../../../vocabulary/problem.ts';
import { discardParked } from './decide.ts';
import { listCauses, listGroups, type ParkedCause } from './groups.ts';
import { startReplay } from './jobs.ts';

const TRANSLATIONS: ReadonlySet<string> = new Set<ProblemCode>([
  'code-unknown',
  'unit-not-convertible',
  'reference-unknown',
]);

/** Groups of parked messages, as work: those that a missing translation stopped, or those that the checks stopped. */
export function parkedWork(
  kind: 'translation' | 'quality',
  { codes, systems }: Pick<Landscape, 'codes' | 'systems'>,
): WorkSource {
  const isMeant = ({ code, stage }: ParkedCause) =>
    kind === 'translation' ? TRANSLATIONS.has(code) : stage === 'check' && !TRANSLATIONS.has(code);
  const toItem = ({ id, title, count, oldest, interfaces }: ParkedCause): SourceItem => {
    const [system = '', name = ''] = interfaces[0]!.split('/', 2);
    const entity = systems.get(system)?.interfaces.get(name)?.entity ?? '';
    return { id, title: title.replaceAll('#', '…'), entity, system, count, openedAt: oldest };
  };
  return {
    kind,
    decisions: {
      replay: 'what it stopped is handed back to the line: after the mend',
      discard: 'what it stopped is taken out of the line; asks for a reason',
    },
    list: async (db, { entity, system, key }) => {
      if (key !== undefined) return [];
      const filter = { ...(entity && { entity }), ...(system && { system }) };
      return (await listCauses(db, filter, MOST_OF_A_KIND)).filter(isMeant).map(toItem);
    },
    show: async (db, id) => {
      const [group] = (await listGroups(db, codes, { group: id })).groups;
      if (!group || !isMeant(group)) return undefined;
      return { ...toItem(group), state: 'open', details: group };
    },
    decide: async (pool, id, { decision, reason, ...by }) => {
      const filter = { group: id };
      const decided =
        decision === 'discard'
          ? await discardParked(pool, by, { filter, reason: reason ?? '' })
          : await startReplay(pool, by, { filter });
      if ('code' in decided) return decided;
      const what = decision === 'discard' ? 'discarded' : 'handed back to the line';
      return { did: `${decided.decided} messages ${what}` };
    },
  };
}
