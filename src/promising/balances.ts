import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import { amount, writeAmount } from './amount.ts';
import type { Stock } from './availability.ts';
import type { Book } from './book.ts';
import { AT_HAND, type Day } from './days.ts';

interface Row {
  item: string;
  site: string;
  day: Day;
  supply: string;
  demand: string;
  reserved: string;
  unit: string | null;
}

/** What there is of items, by item and site. Under their locks it is all there is. */
export async function readStocks(
  db: Queryable,
  items: readonly string[],
): Promise<Map<string, Map<string, Stock>>> {
  const { rows } = await db.query<Row>({
    name: 'promising-stocks',
    text: `select item, site, day::text as day, supply, demand, reserved, unit from promise_balance
           where item = any($1) and (day = '-infinity' or supply <> 0 or demand <> 0 or reserved <> 0) order by item, site, day`,
    values: [items],
  });
  const stocks = new Map<string, Map<string, Stock>>();
  for (const { item, site, day, supply, demand, reserved, unit } of rows) {
    const sites = stocks.get(item) ?? new Map<string, Stock>();
    stocks.set(item, sites);
    const stock = sites.get(site) ?? { unit: '', onHand: 0n, days: [] };
    sites.set(site, stock);
    if (unit !== null) stock.unit = unit;
    if (day === AT_HAND) stock.onHand = amount(supply);
    else stock.days.push({ day, supply: amount(supply), demand: amount(demand), reserved: amount(reserved) });
  }
  return stocks;
}

const RESERVE = {
  name: 'promising-reserve',
  text: `
    insert into promise_balance (item, site, day, reserved)
    select t.* from ${fromColumns(['text', 'text', 'date', 'numeric'])} as t
    on conflict (item, site, day) do update set reserved = promise_balance.reserved + excluded.reserved`,
};

/** Writes what the book took and gave back. */
export function writeTaken(connection: Connection, later: Later, book: Book): void {
  const taken = book.taken();
  if (taken.length === 0) return;
  const values = [
    column(taken.map(({ item }) => item)),
    column(taken.map(({ site }) => site)),
    column(taken.map(({ day }) => day)),
    column(taken.map(({ quantity }) => writeAmount(quantity))),
  ];
  later(connection.query({ ...RESERVE, values }));
}
