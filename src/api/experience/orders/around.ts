import type { Queryable } from '../../../database/pool.ts';

/** A message on an order that does not go on by itself yet. */
export interface Waiting {
  id: number;
  interface: string;
  direction: 'in' | 'out';
  detail: string;
}

/** Messages that wait, by the key of the order they are on. */
export async function readWaiting(db: Queryable, keys: readonly string[]): Promise<Map<string, Waiting>> {
  const { rows } = await db.query<Waiting & { key: string }>(
    `select distinct on (o.key) o.key, p.id, p.interface, p.direction, p.problem ->> 'detail' as detail
     from (
       select key, key as local, null as system from unnest($1::text[]) key
       union all select key, local_key, system from observation where key = any($1)
     ) o
     join parked p on p.key = o.local and (o.system is null or split_part(p.interface, '/', 1) = o.system)
     where p.state in ('parked', 'held-behind', 'retrying') and p.entity = 'salesOrder'
     order by o.key, p.id`,
    [keys],
  );
  return new Map(rows.map(({ key, ...waiting }) => [key, waiting]));
}

/** Of the orders for which something is promised: what could not be, by line. */
export async function readShort(
  db: Queryable,
  keys: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  const { rows } = await db.query<{ demand: string; lines: { line: string; short?: string }[] | null }>(
    `select demand, answer -> 'lines' as lines from promise where demand = any($1) and status in ('held', 'confirmed') order by id`,
    [keys],
  );
  const byOrder = new Map<string, Map<string, string>>();
  for (const { demand, lines } of rows) {
    const short = byOrder.get(demand) ?? new Map<string, string>();
    byOrder.set(demand, short);
    for (const line of lines ?? []) {
      if (line.short !== undefined) short.set(line.line, line.short);
      else short.delete(line.line);
    }
  }
  return byOrder;
}

/** All places that have one of these items. */
export async function readPlacesOf(
  db: Queryable,
  items: readonly string[],
): Promise<{ item: string; site: string }[]> {
  const { rows } = await db.query<{ item: string; site: string }>(
    `select distinct item, site from register where entity = 'inventoryPosition' and item = any($1) and site is not null`,
    [[...new Set(items)]],
  );
  return rows;
}
