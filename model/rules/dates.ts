import { isAfter } from '../../src/quality/moments.ts';
import { objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';

/** A breach when the first path's moment is after the second's. */
export function disordered(record: JsonObject, first: string, second: string, below = ''): Breach[] {
  const [a, b] = [textAt(record, first), textAt(record, second)];
  if (!isAfter(a, b)) return [];
  return [{ field: below + second, value: b!, detail: `earlier than ${below}${first} ${a}` }];
}

/** Schedules of the lines in which a day of the promise or wish lies before the day given. */
export function schedulesBefore(record: JsonObject, part: string, day: string | undefined): Breach[] {
  return objectsAt(record, 'lines').flatMap((line, i) =>
    objectsAt(line, 'schedules').flatMap((schedule, j) => {
      const date = textAt(schedule, `${part}.date`);
      if (!isAfter(day, date)) return [];
      return [
        { field: `lines[${i}].schedules[${j}].${part}.date`, value: date!, detail: `earlier than ${day}` },
      ];
    }),
  );
}
