import { column, fromColumns } from '../database/columns.ts';
import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';

/** Stock of an item at a site, as it was told for a time. */
export interface ToldStock {
  item: string;
  site: string;
  asOf: string;
}

/** Notes for which time the stock is told, and lets go of what had left by then: it is no longer in it. */
export function letGoOfShipped(connection: Connection, later: Later, told: readonly ToldStock[]): void {
  if (told.length === 0) return;
  later(
    connection.query({
      name: 'promising-told',
      text: `
        with told as (
          select t.item, t.site, max(t.as_of) as as_of
          from ${fromColumns(['text', 'text', 'timestamptz'])} as t (item, site, as_of) group by t.item, t.site
        ), noted as (
          update promise_balance b set as_of = greatest(b.as_of, told.as_of) from told
          where b.item = told.item and b.site = told.site and b.day = '-infinity'
        ), gone as (
          update reservation r set state = 'done' from told
          where r.item = told.item and r.site = told.site and r.state = 'shipped' and r.shipped_at <= told.as_of
          returning r.item, r.site, r.day, r.quantity
        )
        ${GIVE_BACK}`,
      values: [
        column(told.map(({ item }) => item)),
        column(told.map(({ site }) => site)),
        column(told.map(({ asOf }) => asOf)),
      ],
    }),
  );
}

/** Lets go of what promises shipped from a site before the time for which its stock is told already. */
export function letGoOfTold(
  connection: Connection,
  later: Later,
  promises: readonly string[],
  site: string,
): void {
  later(
    connection.query({
      name: 'promising-told-already',
      text: `
        with gone as (
          update reservation r set state = 'done' from promise_balance b
          where r.promise = any($1) and r.site = $2 and r.state = 'shipped'
            and b.item = r.item and b.site = r.site and b.day = '-infinity' and r.shipped_at <= b.as_of
          returning r.item, r.site, r.day, r.quantity
        )
        ${GIVE_BACK}`,
      values: [promises, site],
    }),
  );
}

const GIVE_BACK = `
        update promise_balance b set reserved = b.reserved - g.quantity
        from (select item, site, day, sum(quantity) as quantity from gone group by item, site, day) g
        where b.item = g.item and b.site = g.site and b.day = g.day`;
