import { column } from '../database/columns.ts';
import type { Queryable } from '../database/pool.ts';
import { OPEN } from '../vocabulary/states.ts';

/** Of entries of these keys, by their ids, the rows of those that are open at the interface. */
export async function openEntries(
  db: Queryable,
  interfaceId: string,
  keys: readonly string[],
  ids: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ entry: string; row: number }>({
    name: 'parked-entries',
    text: `select l.id as entry, p.id as row from parked p join ledger l on l.position = p.position
           where p.interface = $1 and p.key = any(string_to_array($2, E'\\x1e', E'\\x1f')) and p.${OPEN}
             and l.id = any(string_to_array($3, E'\\x1e', E'\\x1f'))`,
    values: [interfaceId, column(keys), column(ids)],
  });
  return new Map(rows.map(({ entry, row }) => [entry, row]));
}
