import { column } from '../../database/columns.ts';
import type { Queryable } from '../../database/pool.ts';
import { scaled, unscaled } from '../../quality/decimal.ts';
import { isObject, type Json, type JsonObject } from '../../vocabulary/json.ts';
import { sayingOf, systemOf, type Told } from '../told.ts';

/** What is counted at a position. */
const COUNTED = ['onHand', 'reserved'] as const;

interface Row {
  key: string;
  local_key: string;
  view: JsonObject;
}

/**
 * What a system says of positions that are one since their items are, by its own key of each: it goes on to count them apart. A position without
 * a key of its own there is told under the one name from then on, and is not among them.
 */
export async function readCounts(
  db: Queryable,
  system: string,
  keys: readonly string[],
): Promise<Map<string, Map<string, JsonObject>>> {
  const counts = new Map<string, Map<string, JsonObject>>();
  if (keys.length === 0) return counts;
  const { rows } = await db.query<Row>({
    name: 'stock-counts',
    text: `select o.key, o.local_key, o.view from observation o
           where o.key = any(string_to_array($2, E'\\x1e', E'\\x1f')) and o.system = $1 and o.entity = 'inventoryPosition'
             and o.view is not null and o.local_key not like 'ivp~%' and exists (select from merged_key m where m.root = o.key)`,
    values: [system, column(keys)],
  });
  for (const { key, local_key, view } of rows)
    counts.set(key, (counts.get(key) ?? new Map()).set(local_key, view));
  return counts;
}

/** What systems say of a thing, by their own keys, the newest word first. */
export async function readViews(
  db: Queryable,
  entity: string,
  key: string,
): Promise<{ system: string; view: JsonObject }[]> {
  const { rows } = await db.query<{ system: string; view: JsonObject }>(
    'select system, view from observation where key = $1 and entity = $2 and view is not null order by arrived desc',
    [key, entity],
  );
  return rows;
}

/** A position with all that is counted there. */
export function summed(record: JsonObject, counts: Iterable<JsonObject>): JsonObject {
  const all = [...counts];
  const sums = COUNTED.flatMap((name): [string, Json][] => {
    const sum = sumOf(all.flatMap((each) => each[name] ?? []));
    return sum === undefined ? [] : [[name, sum]];
  });
  return { ...record, ...Object.fromEntries(sums) };
}

/** Undefined where nothing is counted, or in different units. */
function sumOf(quantities: readonly Json[]): JsonObject | undefined {
  const counted = quantities.filter(isObject);
  const [first] = counted;
  if (!first || counted.some(({ unit }) => unit !== first['unit'])) return undefined;
  const value = counted.reduce((sum, each) => sum + scaled(String(each['value'])), 0n);
  return { value: unscaled(value), unit: first['unit']! };
}

/** A position where nothing is. */
export function emptied(record: JsonObject): JsonObject {
  const none = COUNTED.flatMap((name): [string, Json][] => {
    const quantity = record[name];
    return isObject(quantity) ? [[name, { ...quantity, value: '0' }]] : [];
  });
  return { ...record, ...Object.fromEntries(none) };
}

/** By whose word a position stands. */
export function tellerOf(told: Told | undefined): string | undefined {
  const saying = told && sayingOf(told, '/onHand');
  return saying && systemOf(saying);
}
