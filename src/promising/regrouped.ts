import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { BASIS_ENTITIES } from './basis.ts';
import { itemLock, lockAll } from './locks.ts';
import { project, type Word } from './project.ts';

/**
 * When two items become one, or two again, what is promised and what promises rest on follows in the same transaction: not a unit is free twice
 * in between. `entries`: what the ledger is to tell of it.
 */
export async function followRegrouped(
  connection: Connection,
  later: Later,
  items: { loser: string; survivor: string },
  entries: readonly NewEntry[],
): Promise<void> {
  const both = [items.loser, items.survivor];
  await lockAll(connection, both.map(itemLock));
  const told = entries.filter(({ entity }) => BASIS_ENTITIES.some((each) => each === entity)).map(wordOf);
  await project(connection, later, [...(await readNaming(connection, both, items.loser)), ...told]);
  later(connection.query({ ...RESERVATIONS, values: [both] }));
}

function wordOf({ type, subject, system, time, data }: NewEntry): Word {
  return { type, subject, system, time, data: JSON.parse(data) };
}

/** What rests on either, and names the one that is merged or parted. */
async function readNaming(connection: Connection, both: readonly string[], loser: string): Promise<Word[]> {
  const { rows } = await connection.query<{ entity: string; key: string; data: JsonObject; at: string }>(
    `select r.entity, r.key, r.data, r.changed_at as at from record r
     where r.entity = any($3) and r.key in (select thing from promise_basis where item = any($1)) and position($2 in r.data::text) > 0`,
    [both, loser, BASIS_ENTITIES],
  );
  return rows.map(({ entity, key, data, at }) => ({
    type: `${entity}.changed`,
    subject: key,
    system: 'lineshaft',
    time: at,
    data: { record: data },
  }));
}

/** Each reservation is of what the item that was asked for is now. */
const RESERVATIONS = {
  name: 'promising-regrouped',
  text: `
    with meant as (
      select r.promise, r.n, r.item as was, coalesce(m.root, wanted.line ->> 'item') as item
      from reservation r join promise p on p.id = r.promise
      cross join lateral json_array_elements(p.request -> 'lines') as wanted (line)
      left join merged_key m on m.key = wanted.line ->> 'item'
      where r.item = any($1) and r.state in ('held', 'confirmed', 'shipped') and wanted.line ->> 'line' = r.line
    ), moved as (
      update reservation r set item = meant.item from meant
      where r.promise = meant.promise and r.n = meant.n and meant.item <> meant.was
      returning meant.was, r.item, r.site, r.day, r.quantity
    ), taken as (
      select was as item, site, day, -quantity as quantity from moved union all select item, site, day, quantity from moved
    )
    insert into promise_balance as b (item, site, day, reserved)
    select item, site, day, sum(quantity) from taken group by item, site, day
    on conflict (item, site, day) do update set reserved = b.reserved + excluded.reserved`,
};
