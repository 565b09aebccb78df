import type { Queryable } from '../../database/pool.ts';
import { isObject, type JsonObject } from '../../vocabulary/json.ts';

/** What people call a thing by. */
export interface Called {
  key: string;
  number: string;
  name?: string;
}

/** By key: the number and the name of things, the name in the language asked for where there is one. */
export type Names = (key: string) => Called;

export async function readNames(
  db: Queryable,
  entity: 'item' | 'customer',
  keys: Iterable<string>,
  language: string,
): Promise<Names> {
  const { rows } = await db.query<{ key: string; data: JsonObject }>(
    'select key, data from record where entity = $1 and key = any($2)',
    [entity, [...new Set(keys)]],
  );
  const known = new Map(rows.map(({ key, data }) => [key, calledBy(key, data, language)]));
  return (key) => known.get(key) ?? { key, number: key };
}

function calledBy(key: string, { number, name, names }: JsonObject, language: string): Called {
  const byLanguage = isObject(names) ? (names[language] ?? Object.values(names)[0]) : undefined;
  const called = typeof name === 'string' ? name : byLanguage;
  return {
    key,
    number: typeof number === 'string' ? number : typeof called === 'string' ? called : key,
    ...(typeof called === 'string' && { name: called }),
  };
}
