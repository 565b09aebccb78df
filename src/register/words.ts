import type { Pool } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';

/** `pump 10` as a tsquery: each word as the beginning of a term. */
export function wordsQuery(text: string): string {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return words.map((word) => `${quoted(word)}:*`).join(' & ');
}

/** A tsquery for what names this item. */
export function itemQuery(key: string): string {
  return quoted(`@${key}`);
}

function quoted(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** Keys of an entity that is not too many for it, by words; the first thousand where there are more. */
export async function keysByWords(pool: Pool, entity: string, text: string): Promise<string[]> {
  return transaction(pool, async (connection) => {
    await connection.query('set local enable_seqscan = off');
    const { rows } = await connection.query<{ key: string }>(
      `with named as materialized (select entity, key, label from register where terms @@ $2::tsquery)
       select key from named where entity = $1 order by label, key limit 1000`,
      [entity, wordsQuery(text)],
    );
    return rows.map(({ key }) => key);
  });
}
