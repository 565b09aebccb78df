import type { Completeness, MeasureTarget } from '../../../delivery/completeness.ts';
import type { Difference } from '../../../landscape/difference.ts';
import type { Landscape } from '../../../landscape/landscape.ts';

/** Says of each target that would start anew what of the newest of its entity would be parked there from then on. */
export async function withParking(
  difference: Difference,
  { systems }: Pick<Landscape, 'systems'>,
  measure: MeasureTarget,
): Promise<Difference> {
  const isTarget = (id: string) => {
    const [system = '', name = ''] = id.split('/', 2);
    return systems.get(system)?.interfaces.get(name)?.direction === 'target';
  };
  const interfaces = [];
  for (const each of difference.interfaces) {
    const found = isTarget(each.interface) ? await measure(each.interface) : undefined;
    interfaces.push({ ...each, words: [...each.words, ...(found ? [wordsOf(found)] : [])] });
  }
  return { ...difference, interfaces };
}

function wordsOf({ meant, deliverable, missing }: Completeness): string {
  if (meant === 0) return 'parks from now on: nothing is there yet to tell by';
  const whole = `of the newest ${meant} for it`;
  if (meant === deliverable) return `parks from now on: nothing, ${whole}`;
  const why = missing.map(({ what, count }) => `${count} ${what}`).join(', ');
  return `parks from now on: ${meant - deliverable} ${whole} (${why})`;
}
