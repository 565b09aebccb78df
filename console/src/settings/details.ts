import { wordsOf } from '../parts/words.ts';

/** What stands with a decision, as a line: `role operator, sites detroit, toledo`. */
export function detailsOf(details: object): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${wordsOf(name)} ${plain(value)}`)
    .join(' · ');
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, each]) => `${wordsOf(name)} ${plain(each)}`)
    .join(', ');
}
