import { type DateReader, dateReader } from '../dates.ts';
import type { Run } from '../jsonata/run.ts';
import { zoneOffsets } from '../zones.ts';
import { isAbsent, shown, stop } from './field.ts';

/** `$date(text, pattern)`: local time is read in the zone of the site. Readers and zones are kept per mapping. */
export function dateFunction(): (run: Run, text: unknown, pattern: unknown) => string | undefined {
  const readers = new Map<string, DateReader>();
  const offsets = zoneOffsets();
  return (run, text, pattern) => {
    if (isAbsent(text)) return undefined;
    if (typeof text === 'object') return stop('mapping-failed', '$date reads one value, not a list', text);
    const read = readerOf(readers, pattern);
    const trimmed = String(text).trim();
    if (trimmed === '') return undefined;
    return (
      read(trimmed, offsets(run.scope.timeZone)) ??
      stop('date-invalid', `"${shown(text)}" is not a date of the form ${String(pattern)}`, text)
    );
  };
}

const mostPatterns = 100;

function readerOf(readers: Map<string, DateReader>, pattern: unknown): DateReader {
  const known = readers.get(pattern as string);
  if (known !== undefined) return known;
  if (typeof pattern !== 'string')
    return stop('mapping-failed', 'the second argument of $date is a pattern', pattern);
  const made = dateReader(pattern);
  if (typeof made === 'string') return stop('mapping-failed', made, pattern);
  if (readers.size >= mostPatterns) readers.clear();
  readers.set(pattern, made);
  return made;
}
