import type { Pool } from '../database/pool.ts';
import { pageOf, withWords } from './page.ts';

/** `pump 10` as a tsquery: each word as the beginning of a term. */
export function wordsQuery(text: string): string {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return words.map((word) => `${quoted(word)}:*`).join(' & ');
}

/** A tsquery for what names an item, or a party, by one of these keys. */
export function keysQuery(keys: readonly string[]): string {
  return `(${keys.map((key) => quoted(`@${key}`)).join(' | ')})`;
}

function quoted(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** Keys of an entity that is not too many for it, by words; the first thousand where there are more. */
export async function keysByWords(pool: Pool, entity: string, text: string): Promise<string[]> {
  const terms = wordsQuery(text);
  const page = { conditions: ['g.entity = $1'], order: 'g.label, g.key', limit: 1000 };
  const rows = await withWords(pool, terms, page.limit, async (connection, way) => {
    const statement = pageOf(page, { terms: '$2', way });
    return (await connection.query<{ key: string }>(statement, [entity, terms])).rows;
  });
  return rows.map(({ key }) => key);
}
