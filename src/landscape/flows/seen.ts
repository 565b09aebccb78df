import type { Problem } from '../../vocabulary/problem.ts';
import { isTranslated, type MetValue } from '../codes.ts';
import { breach } from '../connectivity/breach.ts';
import type { Landscape } from '../landscape.ts';

/** A value that messages were parked for, since a code list lacked it. */
export interface SeenValue extends MetValue {
  /** Messages. */
  count: number;
}

/** The values seen that the landscape still does not translate; told at the translations they belong into. */
export function findSeen(landscape: Landscape, seen: readonly SeenValue[]): Problem[] {
  return seen.flatMap((each) => {
    const { list, value, system, direction, count } = each;
    const declared = landscape.systems.get(system);
    if (declared === undefined || isTranslated(each, landscape.codes)) return [];
    const at = landscape.translated.find((table) => table.list === list && table.system === system);
    const way = direction === 'in' ? `of ${system} has no translation` : `has none for ${system}`;
    return breach(
      at ?? { file: declared.file, line: 1 },
      `\`${value}\` ${way} in the code list ${list}: ${count} message${count === 1 ? ' waits' : 's wait'} for it`,
      at === undefined
        ? `Write codes/${system}.${list}.yaml with \`list: ${list}\` and \`system: ${system}\`.`
        : `Add it to \`values:\` of ${at.file}; \`npx lineshaft parked groups\` shows the messages.`,
    );
  });
}
