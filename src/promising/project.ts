import { column, fromColumns } from '../database/columns.ts';
import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import { mentionsOf } from '../identity/mentions.ts';
import { readRoots } from '../identity/merging/roots.ts';
import type { Heard } from '../ledger/read.ts';
import { isObject, type JsonObject } from '../vocabulary/json.ts';
import { amount, writeAmount } from './amount.ts';
import { inBaseUnits } from './baseUnits.ts';
import { type Basis, basisOf } from './basis.ts';
import { AT_HAND, type Day } from './days.ts';
import { letGoOfShipped, type ToldStock } from './letGo.ts';
import { itemLock, lockAll } from './locks.ts';

/** What a thing says now, the last word of a page on it. */
interface Said {
  thing: string;
  entity: string;
  system: string;
  bases: Basis[];
  /** Of stock: the time it is told for. */
  asOf?: string;
}

/** What a record says, as the ledger tells it. */
export type Word = Omit<Heard, 'position'>;

/** A place whose balance was changed: `item` at `site`. */
export interface Touched {
  item: string;
  site: string;
}

/**
 * Brings what records say into the balances, all of a page in the transaction. An order that something was promised for is no demand besides: its
 * reservations are; and what is made for it is no supply for others. What has shipped is let go of when the stock is told for a later time.
 */
export async function project(
  connection: Connection,
  later: Later,
  entries: readonly Word[],
): Promise<Touched[]> {
  const named = await ofStanding(connection, await withoutPromised(connection, lastWords(entries)));
  const said = await inBaseUnits(connection, named);
  if (said.length === 0) return [];
  const { rows: old } = await connection.query<OldRow>(
    `select thing, item, site, day::text as day, supply, demand from promise_basis where thing = any($1)`,
    [said.map(({ thing }) => thing)],
  );
  const places = [...old, ...said.flatMap(({ bases }) => bases)];
  await lockAll(connection, [...new Set(places.map(({ item }) => itemLock(item)))]);
  replaceBasis(connection, later, said);
  addToBalances(connection, later, old, said);
  await keepTellers(connection, later, said);
  letGoOfShipped(connection, later, toldStock(said));
  return places.map(({ item, site }) => ({ item, site }));
}

interface OldRow {
  thing: string;
  item: string;
  site: string;
  day: Day;
  supply: string;
  demand: string;
}

/** What is sold, and what is made for it. */
const ORDERS = new Set(['salesOrder', 'productionOrder']);

function lastWords(entries: readonly Word[]): (Said & { mentions: string[] })[] {
  const words = new Map<string, Said & { mentions: string[] }>();
  for (const { type, subject, time, data, system } of entries) {
    const { record } = data;
    if (!type.endsWith('.changed') || !isObject(record)) continue;
    const entity = type.slice(0, -'.changed'.length);
    const asOf = entity === 'inventoryPosition' ? asOfOf(record, time) : undefined;
    words.set(subject, {
      thing: subject,
      entity,
      system,
      bases: basisOf(entity, record),
      ...(asOf !== undefined && { asOf }),
      mentions: ORDERS.has(entity) ? [subject, ...mentionsOf(record)] : [],
    });
  }
  return [...words.values()];
}

function asOfOf(record: JsonObject, time: string): string {
  const { asOf } = record;
  return typeof asOf === 'string' ? asOf : time;
}

async function withoutPromised(
  connection: Connection,
  words: readonly (Said & { mentions: string[] })[],
): Promise<Said[]> {
  const named = [...new Set(words.flatMap(({ mentions }) => mentions))];
  if (named.length === 0) return [...words];
  const { rows } = await connection.query<{ demand: string }>(
    `select distinct demand from promise where demand = any($1) and status in ('held', 'confirmed')`,
    [named],
  );
  const promised = new Set(rows.map(({ demand }) => demand));
  return words.map(({ mentions, ...said }) =>
    mentions.some((key) => promised.has(key)) ? { ...said, bases: [] } : said,
  );
}

/** What names a merged item is about the one that it leads to. */
async function ofStanding(connection: Connection, said: readonly Said[]): Promise<Said[]> {
  const items = new Set(said.flatMap(({ bases }) => bases.map(({ item }) => item)));
  const roots = await readRoots(connection, [...items]);
  if (roots.size === 0) return [...said];
  return said.map((each) => ({
    ...each,
    bases: each.bases.map((basis) => ({ ...basis, item: roots.get(basis.item) ?? basis.item })),
  }));
}

function replaceBasis(connection: Connection, later: Later, said: readonly Said[]): void {
  later(
    connection.query('delete from promise_basis where thing = any($1)', [said.map(({ thing }) => thing)]),
  );
  const rows = said.flatMap(({ thing, bases }) => bases.map((basis, i) => ({ thing, n: i + 1, ...basis })));
  if (rows.length === 0) return;
  later(
    connection.query({
      name: 'promising-basis',
      text: `insert into promise_basis (thing, n, item, site, day, supply, demand)
             select b.* from ${fromColumns(['text', 'int', 'text', 'text', 'date', 'numeric', 'numeric'])} as b`,
      values: [
        column(rows.map(({ thing }) => thing)),
        column(rows.map(({ n }) => n)),
        column(rows.map(({ item }) => item)),
        column(rows.map(({ site }) => site)),
        column(rows.map(({ day }) => day)),
        column(rows.map(({ supply }) => writeAmount(supply))),
        column(rows.map(({ demand }) => writeAmount(demand))),
      ],
    }),
  );
}

function addToBalances(
  connection: Connection,
  later: Later,
  old: readonly OldRow[],
  said: readonly Said[],
): void {
  const sums = new Map<string, Basis>();
  const add = ({ item, site, day, supply, demand, unit }: Basis): void => {
    const key = `${item} ${site} ${day}`;
    const sum = sums.get(key) ?? { item, site, day, supply: 0n, demand: 0n };
    const its = unit ?? sum.unit;
    sums.set(key, {
      ...sum,
      supply: sum.supply + supply,
      demand: sum.demand + demand,
      ...(its !== undefined && { unit: its }),
    });
  };
  for (const { supply, demand, ...place } of old)
    add({ ...place, supply: -amount(supply), demand: -amount(demand) });
  for (const basis of said.flatMap(({ bases }) => bases)) add(basis);
  const rows = [...sums.values()].filter(
    ({ supply, demand, unit }) => supply !== 0n || demand !== 0n || unit !== undefined,
  );
  if (rows.length === 0) return;
  later(
    connection.query({
      name: 'promising-balance',
      text: `insert into promise_balance (item, site, day, supply, demand, unit)
             select b.* from ${fromColumns(['text', 'text', 'date', 'numeric', 'numeric', 'text'])} as b
             on conflict (item, site, day) do update set supply = promise_balance.supply + excluded.supply,
               demand = promise_balance.demand + excluded.demand, unit = coalesce(excluded.unit, promise_balance.unit)`,
      values: [
        column(rows.map(({ item }) => item)),
        column(rows.map(({ site }) => site)),
        column(rows.map(({ day }) => day)),
        column(rows.map(({ supply }) => writeAmount(supply))),
        column(rows.map(({ demand }) => writeAmount(demand))),
        column(rows.map(({ unit }) => unit)),
      ],
    }),
  );
}

async function keepTellers(connection: Connection, later: Later, said: readonly Said[]): Promise<void> {
  const tellers = new Map(
    said.flatMap(({ system, entity, bases }) =>
      bases
        .filter(({ day, supply }) => day === AT_HAND || supply > 0n)
        .map(({ site }) => [`${site} ${system} ${entity}`, { site, system, entity }] as const),
    ),
  );
  if (tellers.size === 0) return;
  const rows = [...tellers.values()];
  later(
    connection.query(
      `insert into promise_teller (site, system, entity) select t.* from ${fromColumns(['text', 'text', 'text'])} as t on conflict do nothing`,
      [
        column(rows.map(({ site }) => site)),
        column(rows.map(({ system }) => system)),
        column(rows.map(({ entity }) => entity)),
      ],
    ),
  );
}

function toldStock(said: readonly Said[]): ToldStock[] {
  return said.flatMap(({ asOf, bases }) =>
    asOf === undefined
      ? []
      : bases.filter(({ day }) => day === AT_HAND).map(({ item, site }) => ({ item, site, asOf })),
  );
}
