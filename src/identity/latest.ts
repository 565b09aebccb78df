import type { Weighing } from './merge.ts';
import type { CurrentRecord } from './records.ts';
import { type Saying, sayingOf } from './told.ts';

/** Under an event-driven rule everyone states what is, from the first time on, and what was stated later stands: late news is none. */
export function latest(saying: Saying, current: CurrentRecord | undefined): Weighing {
  return {
    takes: (pointer, _, held) => {
      if (held === undefined) return true;
      const standing = current?.told && sayingOf(current.told, pointer);
      return !saying.found && (standing === undefined || saying.at >= standing.at);
    },
    opens: (shape) => shape === '/sites' || shape === '/companies',
    agrees: () => {},
  };
}
