import { instantIn } from '../../../landscape/timeZone.ts';
import { parseDuration } from '../../../vocabulary/duration.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';

interface Place {
  /** Of the site. */
  timeZone: string;
}

/** The instant that a request names, in milliseconds; refuses what is no time. */
export function timeOf({ timeZone }: Place, text: string, field: string): number {
  const instant = instantIn(timeZone, text);
  if (instant !== undefined) return Date.parse(instant);
  const advice = 'Write a time at the site such as `2026-12-24 22:00`, or an instant with its zone.';
  return refuse(problem('request-invalid', 'api', `${text} is no time.`, { field, value: text, advice }));
}

/** The end that a request names, given what a length counts from; refuses both and neither. */
export function endOf(
  place: Place,
  to: string | undefined,
  lasts: string | undefined,
  field: 'lasts' | 'by',
): (start: number) => number {
  if ((to === undefined) === (lasts === undefined)) {
    const detail = `Give \`to\` or \`${field}\`, one of them.`;
    return refuse(problem('request-invalid', 'api', detail, { field: 'to' }));
  }
  if (to === undefined) return (start) => start + parseDuration(lasts!)!;
  const at = timeOf(place, to, 'to');
  return () => at;
}
