import type { Queryable } from '../../database/pool.ts';
import { calledIn } from '../../vocabulary/called.ts';
import type { JsonObject } from '../../vocabulary/json.ts';

interface Thing {
  entity: string;
  key: string;
}

interface Row extends Thing {
  /** What it is called by: its number, name and names. */
  said: JsonObject;
  item: string | null;
  site: string | null;
}

/**
 * Things with what people call them: those that have a name, and those that go by an item in their key, such as a bill of material, by that item
 * and the site: `100001 · Ball valve at gdansk`. A document is called by the number in its key.
 */
export async function withCalled<T extends Thing>(
  db: Queryable,
  things: readonly T[],
): Promise<(T & { called?: string })[]> {
  const rows = await readSaid(db, things);
  const ofItem = rows.flatMap(({ key, item }) => (item !== null && key.includes(item) ? item : []));
  const items = await readSaid(
    db,
    [...new Set(ofItem)].map((key) => ({ entity: 'item', key })),
  );
  const itemCalled = new Map(items.map(({ key, said }) => [key, calledIn(said)]));
  const called = new Map(rows.map((row) => [`${row.entity} ${row.key}`, calledBy(row, itemCalled)]));
  return things.map((thing) => {
    const words = called.get(`${thing.entity} ${thing.key}`);
    return words === undefined ? thing : { ...thing, called: words };
  });
}

function calledBy(
  { key, said, item, site }: Row,
  items: ReadonlyMap<string, string | undefined>,
): string | undefined {
  if (item !== null && key.includes(item)) {
    const words = items.get(item);
    return words === undefined || site === null ? words : `${words} at ${site}`;
  }
  return said['name'] === null && said['names'] === null ? undefined : calledIn(said);
}

async function readSaid(db: Queryable, things: readonly Thing[]): Promise<Row[]> {
  if (things.length === 0) return [];
  const { rows } = await db.query<Row>(
    `select r.entity, r.key, data -> 'item' ->> 'item' as item, data ->> 'site' as site,
            json_build_object('number', data -> 'number', 'name', data -> 'name', 'names', data -> 'names') as said
     from record r join unnest($1::text[], $2::text[]) as asked (entity, key) using (entity, key)`,
    [things.map(({ entity }) => entity), things.map(({ key }) => key)],
  );
  return rows;
}
