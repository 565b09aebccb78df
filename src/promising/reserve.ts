import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import { readRoots } from '../identity/merging/roots.ts';
import { cameBefore, fingerprint } from '../vocabulary/idempotency.ts';
import { mintKey } from '../vocabulary/keys.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { allocate, type Grounds } from './allocate.ts';
import type { Stock } from './availability.ts';
import { readStocks, writeTaken } from './balances.ts';
import { type ItemUnits, lineInBaseUnits, readUnits } from './baseUnits.ts';
import { type Book, createBook } from './book.ts';
import { type Kept, keepPromises, readAsked } from './keep.ts';
import { itemLock, lockAll } from './locks.ts';
import type { Promised, PromiseRequest } from './promise.ts';

/** Someone who asks for a promise: with `asked`, the same is promised once however often it is asked for. */
export interface Asker {
  request: PromiseRequest;
  asked?: string;
}

/** Promises to each in turn, in the transaction: what one got the next does not get. The answers are in the order of those who asked. */
export async function reserve(
  connection: Connection,
  later: Later,
  askers: readonly Asker[],
  grounds: Grounds,
): Promise<(Promised | Problem)[]> {
  const keys = askers.flatMap(({ asked }) => (asked === undefined ? [] : [asked]));
  const named = [...new Set(askers.flatMap(({ request }) => request.lines.map(({ item }) => item)))];
  const demands = askers.flatMap(({ request: { demand } }) => (demand === undefined ? [] : [demand]));
  const [, , before, roots, stocks] = await Promise.all([
    lockAll(connection, [...named.map(itemLock), ...keys.map((key) => `asked ${key}`)]),
    takeAsPromised(connection, demands),
    readAsked(connection, keys),
    readRoots(connection, named),
    readStocks(connection, named),
  ]);
  const book = createBook(roots.size === 0 ? stocks : await stocksOfStanding(connection, named, roots));
  const standing = askers.map(({ request }) => ofStanding(request, roots));
  const units = await readUnits(connection, askedInOtherUnits(book, standing));
  const fresh = new Map<string, Kept>();
  const all: Kept[] = [];
  const answers = askers.map((asker, i): Promised | Problem => {
    const { asked, request } = asker;
    if (asked !== undefined) {
      const known = before.get(asked);
      const now = fresh.get(asked);
      if (known) return known.fingerprint === fingerprint(request) ? known.promised : cameBefore('request');
      if (now)
        return fingerprint(now.request) === fingerprint(request) ? now.promised : cameBefore('request');
    }
    const promised = promise(book, requestInBaseUnits(standing[i]!, units), grounds);
    if ('advice' in promised) return promised;
    const kept: Kept = { promised, request, ...(asked !== undefined && { asked }) };
    if (asked !== undefined) fresh.set(asked, kept);
    all.push(kept);
    return promised;
  });
  writeTaken(connection, later, book);
  keepPromises(connection, later, all);
  return answers;
}

/** What there is where some of the items were merged: of those that they lead to. */
async function stocksOfStanding(
  connection: Connection,
  named: readonly string[],
  roots: ReadonlyMap<string, string>,
): Promise<Map<string, Map<string, Stock>>> {
  const items = [...new Set(named.map((item) => roots.get(item) ?? item))];
  const [, stocks] = await Promise.all([
    lockAll(connection, items.map(itemLock)),
    readStocks(connection, items),
  ]);
  return stocks;
}

/** Asked for a merged item, it is promised of the one that it leads to. */
function ofStanding(request: PromiseRequest, roots: ReadonlyMap<string, string>): PromiseRequest {
  if (roots.size === 0) return request;
  const lines = request.lines.map((line) => ({ ...line, item: roots.get(line.item) ?? line.item }));
  return { ...request, lines };
}

/** The items that are counted in another unit than someone asks for them in. */
function askedInOtherUnits(book: Book, requests: readonly PromiseRequest[]): string[] {
  return requests.flatMap(({ lines }) =>
    lines.flatMap(({ item, quantity }) =>
      [...book.stocksOf(item).values()].some(({ unit }) => unit !== quantity.unit) ? [item] : [],
    ),
  );
}

function requestInBaseUnits(request: PromiseRequest, units: ReadonlyMap<string, ItemUnits>): PromiseRequest {
  if (units.size === 0) return request;
  return { ...request, lines: request.lines.map((line) => lineInBaseUnits(line, units.get(line.item))) };
}

/** An order that is promised something is no demand besides. */
async function takeAsPromised(connection: Connection, demands: readonly string[]): Promise<void> {
  if (demands.length === 0) return;
  await connection.query({
    name: 'promising-as-promised',
    text: `
      with gone as (delete from promise_basis where thing = any($1) returning item, site, day, demand)
      update promise_balance b set demand = b.demand - g.demand
      from (select item, site, day, sum(demand) as demand from gone group by item, site, day) g
      where b.item = g.item and b.site = g.site and b.day = g.day`,
    values: [demands],
  });
}

function promise(book: Book, request: PromiseRequest, grounds: Grounds): Promised | Problem {
  const { promising, now } = grounds;
  const found = allocate(book, request, grounds);
  if ('advice' in found) return found;
  const { demand, segment } = request;
  const { expires } = (segment !== undefined && promising.segments.get(segment)) || promising.policy;
  return {
    id: mintKey('prm'),
    status: 'held',
    ...(demand !== undefined && { demand }),
    madeAt: new Date(now).toISOString(),
    expiresAt: new Date(now + expires).toISOString(),
    ...found,
  };
}
