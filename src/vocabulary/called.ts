import { isObject } from './json.ts';

/** What people call a thing by its record: its number and its name, where it has them; of names in several languages the English one, else the first. */
export function calledIn(record: unknown): string | undefined {
  if (!isObject(record)) return undefined;
  const { number, name, names } = record;
  const translated = isObject(names) ? (names['en'] ?? Object.values(names)[0]) : undefined;
  const said = [number, name ?? translated].filter((word) => typeof word === 'string' && word !== '');
  return said.length === 0 ? undefined : said.join(' · ');
}
