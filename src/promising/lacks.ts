import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import type { Touched } from './project.ts';

/** Notes at which of the places that were touched more is promised than is left; what lacked there before lacks since then. */
export function noteLacks(
  connection: Connection,
  later: Later,
  touched: readonly Touched[],
  lacking: readonly Touched[],
): void {
  const isLacking = new Set(lacking.map(nameOf));
  forgetLacks(
    connection,
    later,
    touched.filter((place) => !isLacking.has(nameOf(place))),
  );
  if (lacking.length === 0) return;
  later(
    connection.query({
      name: 'promising-lacks',
      text: `insert into promise_lack (item, site) select distinct t.* from ${fromColumns(['text', 'text'])} as t on conflict do nothing`,
      values: columnsOf(lacking),
    }),
  );
}

export function forgetLacks(connection: Connection, later: Later, places: readonly Touched[]): void {
  if (places.length === 0) return;
  later(
    connection.query({
      name: 'promising-lacks-over',
      text: `delete from promise_lack l using ${fromColumns(['text', 'text'])} as t (item, site) where l.item = t.item and l.site = t.site`,
      values: columnsOf(places),
    }),
  );
}

/** Where it has lacked for so long, the longest first. `settle`: milliseconds. */
export async function readLacks(db: Queryable, settle: number, most: number): Promise<Touched[]> {
  const { rows } = await db.query<Touched>({
    name: 'promising-lacks-due',
    text: `select item, site from promise_lack where since <= now() - $1 * interval '1 millisecond' order by since limit $2`,
    values: [settle, most],
  });
  return rows;
}

function nameOf({ item, site }: Touched): string {
  return `${item} ${site}`;
}

function columnsOf(places: readonly Touched[]): unknown[] {
  return [column(places.map(({ item }) => item)), column(places.map(({ site }) => site))];
}
