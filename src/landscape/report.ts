import { nearest } from '../vocabulary/nearest.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import type { Misfit } from './fit.ts';
import type { YamlFile } from './yaml.ts';

/** A problem at the key or value of a pointer in a file of the landscape. */
export function refuse(yaml: YamlFile, { pointer, at, detail, advice }: Misfit): Problem {
  const place = at === 'key' ? yaml.keyAt(pointer) : yaml.valueAt(pointer);
  return problem('landscape-invalid', 'landscape', detail, { file: yaml.file, ...place, advice });
}

/** A word that names nothing: `There is no site detriot — Did you mean detroit?` */
export function unknownWord(
  what: string,
  word: string,
  known: Iterable<string>,
  yaml: YamlFile,
  pointer: string,
  at: 'key' | 'value' = 'value',
): Problem {
  const all = [...known];
  const shown = yaml.substituted.has(pointer) ? '' : ` \`${word}\``;
  const meant = nearest(word, all);
  const list = all.length === 0 ? `No ${what} is known.` : `Known: ${cut(all)}.`;
  const advice = meant === undefined || shown === '' ? list : `Did you mean \`${meant}\`? ${list}`;
  return refuse(yaml, { pointer, at, detail: `There is no ${what}${shown}`, advice });
}

function cut(names: string[]): string {
  const shown = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}
