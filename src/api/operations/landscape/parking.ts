import type { Completeness, LookUnder, Rehearsal } from '../../../delivery/completeness.ts';
import type { Difference } from '../../../landscape/difference.ts';
import type { Landscape } from '../../../landscape/landscape.ts';

type Look = Awaited<ReturnType<LookUnder>>;

/** Says of each interface that would start anew what would be parked there from then on: of a target by the newest of its entity, of a source by what it told last. */
export async function withParking(
  difference: Difference,
  { systems }: Pick<Landscape, 'systems'>,
  look: Look,
): Promise<Difference> {
  const wordsOf = async (id: string): Promise<string[]> => {
    const [system = '', name = ''] = id.split('/', 2);
    const declared = systems.get(system)?.interfaces.get(name);
    if (!declared) return [];
    if (declared.direction === 'source') return wordsOfSource(await look.rehearse(id));
    const found = (await look.measure([id])).get(id);
    return found ? [wordsOfTarget(found)] : [];
  };
  const interfaces = [];
  for (const each of difference.interfaces)
    interfaces.push({ ...each, words: [...each.words, ...(await wordsOf(each.interface))] });
  return { ...difference, interfaces };
}

const FROM_NOW_ON = 'parks from now on:';

function wordsOfTarget({ meant, deliverable, missing }: Completeness): string {
  if (meant === 0) return `${FROM_NOW_ON} nothing is there yet to tell by`;
  const whole = `of the newest ${meant} for it`;
  if (meant === deliverable) return `${FROM_NOW_ON} nothing, ${whole}`;
  return `${FROM_NOW_ON} ${meant - deliverable} ${whole} (${listed(missing)})`;
}

function wordsOfSource(found: Rehearsal | 'late' | undefined): string[] {
  if (found === undefined) return [];
  if (found === 'late') return [`${FROM_NOW_ON} not looked at, other interfaces took all the time`];
  const { taken, parks, why, parked, passes } = found;
  const whole = `of the newest ${taken} it took in`;
  const parking =
    taken === 0
      ? 'nothing it took in is kept to tell by'
      : parks === 0
        ? `nothing, ${whole}`
        : `${parks} ${whole} (${listed(why)})`;
  const freed = `of the newest ${parked} that are parked ${passes} would be mapped`;
  return [`${FROM_NOW_ON} ${parking}`, ...(parked === 0 ? [] : [freed])];
}

const TOLD = 5;

function listed(why: Rehearsal['why']): string {
  const rest = why.slice(TOLD).reduce((sum, { count }) => sum + count, 0);
  const told = why.slice(0, TOLD).map(({ what, count }) => `${count} ${what}`);
  return [...told, ...(rest > 0 ? [`${rest} other`] : [])].join(', ');
}
