import type { Pool, Queryable } from '../../../database/pool.ts';
import type { Told } from '../../../identity/told.ts';
import { allowedLag } from '../../../landscape/connectivity/allowedLag.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import { writeAmount } from '../../../promising/amount.ts';
import { freeFrom, freeOn, NOTHING_BACK } from '../../../promising/availability.ts';
import { readStocks } from '../../../promising/balances.ts';
import { keysByWords } from '../../../register/words.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import { readNames } from '../names.ts';
import { todayAt } from '../today.ts';
import type { StockRow } from './contract.ts';
import { type Stock, sumUp } from './sum.ts';

/** Where a page ended. */
export interface StockPlace {
  label: string;
  item: string;
  site: string;
}

export interface StockWanted {
  site?: string;
  text?: string;
}

export interface StockParts {
  pool: Pool;
  landscape: Landscape;
}

/** The next places that have stock, by the number of the item and by site; what there is at each is for `stockAt`. */
export async function readPlaces(
  pool: Pool,
  { site, text }: StockWanted,
  after: StockPlace | undefined,
  limit: number,
): Promise<StockPlace[]> {
  const items = text === undefined ? undefined : await keysByWords(pool, 'item', text);
  const values: unknown[] = [];
  const given = (value: unknown) => `$${values.push(value)}`;
  const which = [`i.entity = 'item'`, ...(items ? [`i.key = any(${given(items)})`] : [])];
  if (after) which.push(`(i.label, i.key) >= (${given(after.label)}, ${given(after.item)})`);
  const places = [
    ...(after
      ? [`(i.label, i.key, s.site) > (${[after.label, after.item, after.site].map(given).join()})`]
      : []),
    ...(site === undefined ? [] : [`s.site = ${given(site)}`]),
  ];
  const { rows } = await pool.query<StockPlace>(
    `select i.label, i.key as item, s.site from register i
     cross join lateral (
       select distinct g.site from register g where g.entity = 'inventoryPosition' and g.item = i.key and g.site is not null
     ) s
     where ${[...which, ...places].join(' and ')} order by i.label, i.key, s.site limit ${given(limit)}`,
    values,
  );
  return rows;
}

/** What there is at places, with its age, and what of it is promised. */
export async function stockAt(
  { pool, landscape }: StockParts,
  places: readonly Pick<StockPlace, 'item' | 'site'>[],
): Promise<StockRow[]> {
  if (places.length === 0) return [];
  const items = [...new Set(places.map(({ item }) => item))];
  const [stock, names, lags, promised] = await Promise.all([
    readStock(pool, places),
    readNames(pool, 'item', items, landscape.language),
    readLags(pool),
    landscape.promising ? readStocks(pool, items) : undefined,
  ]);
  const today = todayAt(landscape);
  return stock.map(({ tellers, item, ...its }) => {
    const ages = [...tellers].map((teller) => (teller === undefined ? null : (lags.get(teller) ?? null)));
    const ageSeconds = ages.includes(null) ? null : Math.max(...(ages as number[]));
    const limit = allowedLag(landscape, 'inventoryPosition', its.site);
    const balance = promised?.get(item)?.get(its.site);
    return {
      item: names(item),
      ...its,
      ...(balance && {
        reserved: writeAmount(balance.days.reduce((sum, { reserved }) => sum + reserved, 0n)),
        available: writeAmount(freeOn(freeFrom(balance, today(its.site), NOTHING_BACK), today(its.site))),
      }),
      ageSeconds,
      late: limit !== undefined && ageSeconds !== null && ageSeconds > limit,
    };
  });
}

async function readStock(
  db: Queryable,
  places: readonly Pick<StockPlace, 'item' | 'site'>[],
): Promise<Stock[]> {
  const { rows } = await db.query<{ item: string; site: string; record: JsonObject; told: Told | null }>(
    `select g.item, g.site, r.data as record, r.told
     from unnest($1::text[], $2::text[]) with ordinality as p (item, site, n)
     join register g on g.entity = 'inventoryPosition' and g.item = p.item and g.site = p.site
     join record r on r.entity = g.entity and r.key = g.key
     order by p.n, g.key`,
    [places.map(({ item }) => item), places.map(({ site }) => site)],
  );
  return sumUp(rows);
}

/** Seconds by which each source interface is behind; null: it has not said how far it is. */
async function readLags(db: Queryable): Promise<Map<string, number | null>> {
  const { rows } = await db.query<{ name: string; lag: number | null }>({
    name: 'stock-lags',
    text: `select name, case when watermark is not null then greatest(0, extract(epoch from now() - watermark))::float8 end as lag from source`,
  });
  return new Map(rows.map(({ name, lag }) => [name, lag]));
}
