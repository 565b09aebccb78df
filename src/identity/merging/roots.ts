import { column } from '../../database/columns.ts';
import type { Queryable } from '../../database/pool.ts';

/** Where merged keys lead in the end; keys that lead to themselves are not in it. */
export async function readRoots(
  db: Queryable,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<{ key: string; root: string }>({
    name: 'merged-roots',
    text: "select key, root from merged_key where key = any(string_to_array($1, E'\\x1e', E'\\x1f'))",
    values: [column(keys)],
  });
  return new Map(rows.map(({ key, root }) => [key, root]));
}
