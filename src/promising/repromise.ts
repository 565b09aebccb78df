import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { Grounds } from './allocate.ts';
import { allocate } from './allocate.ts';
import { amount, writeAmount } from './amount.ts';
import { freeFrom, NOTHING_BACK } from './availability.ts';
import { readStocks, writeTaken } from './balances.ts';
import { type Book, createBook } from './book.ts';
import { type Day, dayOf } from './days.ts';
import { keepParts, readPromises } from './keep.ts';
import { forgetLacks, noteLacks } from './lacks.ts';
import { itemLock, lockAll } from './locks.ts';
import type { Touched } from './project.ts';
import type { Part, Promised, PromiseRequest } from './promise.ts';

interface Reserved {
  promise: string;
  n: number;
  line: string;
  item: string;
  site: string;
  day: Day;
  arrives: Day;
  quantity: string;
}

/**
 * Where a change of the basis left less than is promised, the newest promises are made anew for what is missing: from another site, for a later day, or not at all.
 * Each promise that changed is told in the ledger as `promising.changed`, about its order. What was promised may have left and be told of only in a moment: with
 * `settle` it is noted first, and looked at again after that time.
 */
export async function repromise(
  connection: Connection,
  later: Later,
  touched: readonly Touched[],
  grounds: Grounds,
): Promise<NewEntry[]> {
  if (grounds.promising.settle === 0) return promiseAnew(connection, later, touched, grounds);
  const { lacking } = await readLacking(connection, touched, grounds);
  noteLacks(connection, later, touched, lacking);
  return [];
}

/** What still lacks where it was noted. */
export async function promiseAnew(
  connection: Connection,
  later: Later,
  places: readonly Touched[],
  grounds: Grounds,
): Promise<NewEntry[]> {
  const { book, lacking } = await readLacking(connection, places, grounds);
  forgetLacks(connection, later, places);
  if (lacking.length === 0) return [];
  const moved = new Set<Reserved>();
  const open = await readOpen(connection, lacking);
  const promises = await readPromises(connection, [...new Set(open.map(({ promise }) => promise))]);
  const changed = new Map<string, { promised: Promised; fresh: Promised }>();
  for (const each of open) {
    if (!isOverdrawn(book, each.item, each.site, grounds)) continue;
    const { promised, request } = promises.get(each.promise)!;
    book.take(each.item, each.site, each.day, -amount(each.quantity));
    moved.add(each);
    const { unit } = promised.lines.find(({ line }) => line === each.line)!;
    const found = again(book, request, { ...each, unit }, grounds);
    const before = changed.get(each.promise) ?? { promised, fresh: { ...promised, lines: [] } };
    changed.set(each.promise, replaced(before, each, found));
  }
  await keep(connection, later, book, [...moved], [...changed.values()]);
  return [...changed.values()].map(({ promised }) => changedEntry(promised, grounds));
}

/** The places at which more is promised than is left, under the locks of their items. */
async function readLacking(
  connection: Connection,
  places: readonly Touched[],
  grounds: Grounds,
): Promise<{ book: Book; lacking: Touched[] }> {
  const items = [...new Set(places.map(({ item }) => item))];
  if (items.length === 0) return { book: createBook(new Map()), lacking: [] };
  const [, stocks] = await Promise.all([
    lockAll(connection, items.map(itemLock)),
    readStocks(connection, items),
  ]);
  const book = createBook(stocks);
  return { book, lacking: places.filter(({ item, site }) => isOverdrawn(book, item, site, grounds)) };
}

function isOverdrawn(book: Book, item: string, site: string, { now }: Grounds): boolean {
  const stock = book.stocksOf(item).get(site);
  return stock !== undefined && freeFrom(stock, dayOf(now), NOTHING_BACK)[0]!.quantity < 0n;
}

async function readOpen(connection: Connection, lacking: readonly Touched[]): Promise<Reserved[]> {
  const { rows } = await connection.query<Reserved>(
    `select promise, n, line, item, site, day::text as day, arrives::text as arrives, quantity from reservation
     where (item, site) in (select * from unnest($1::text[], $2::text[])) and state in ('held', 'confirmed') order by promise desc, n desc`,
    [lacking.map(({ item }) => item), lacking.map(({ site }) => site)],
  );
  return rows;
}

/** What else there is for a part whose stock has gone. */
function again(
  book: Book,
  request: PromiseRequest,
  { line, item, quantity, arrives, unit }: Reserved & { unit: string },
  grounds: Grounds,
): { parts: Part[]; short: bigint; said: string[] } {
  const asked = request.lines.find((each) => each.line === line)!;
  const wanted = { line, item, quantity: { value: writeAmount(amount(quantity)), unit } };
  const date = asked.date > arrives ? asked.date : arrives;
  const found = allocate(book, { ...request, partial: true, lines: [{ ...wanted, date }] }, grounds);
  if ('advice' in found) return { parts: [], short: amount(quantity), said: [] };
  const [its] = found.lines;
  return { parts: its!.parts, short: amount(its!.short ?? '0'), said: found.said };
}

function replaced(
  { promised, fresh }: { promised: Promised; fresh: Promised },
  { line, item, site, day, quantity }: Reserved,
  { parts, short, said }: ReturnType<typeof again>,
): { promised: Promised; fresh: Promised } {
  const lines = promised.lines.map((each) => {
    if (each.line !== line) return each;
    const at = each.parts.findIndex(
      (part) => part.site === site && part.day === day && amount(part.quantity) === amount(quantity),
    );
    const total = amount(each.short ?? '0') + short;
    return {
      ...each,
      parts: [...each.parts.filter((_, i) => i !== at), ...parts],
      ...(total > 0n && { short: writeAmount(total) }),
    };
  });
  const unit = promised.lines.find((each) => each.line === line)!.unit;
  return {
    promised: { ...promised, lines, said: [...new Set([...promised.said, ...said])] },
    fresh: { ...fresh, lines: [...fresh.lines, { line, item, unit, parts }] },
  };
}

async function keep(
  connection: Connection,
  later: Later,
  book: Book,
  moved: readonly Reserved[],
  changed: readonly { promised: Promised; fresh: Promised }[],
): Promise<void> {
  const { rows } = await connection.query<{ promise: string; last: number }>(
    'select promise, max(n) as last from reservation where promise = any($1) group by promise',
    [changed.map(({ promised }) => promised.id)],
  );
  const last = new Map(rows.map((row) => [row.promise, row.last]));
  later(
    connection.query(
      `update reservation set state = 'released', changed_at = now() where (promise, n) in (select * from unnest($1::text[], $2::int[]))`,
      [moved.map(({ promise }) => promise), moved.map(({ n }) => n)],
    ),
  );
  keepParts(
    connection,
    later,
    changed.map(({ fresh }) => ({ promised: fresh, first: last.get(fresh.id)! + 1 })),
  );
  later(
    connection.query(
      `update promise p set answer = c.answer, changed_at = now() from unnest($1::text[], $2::json[]) as c (id, answer) where p.id = c.id`,
      [
        changed.map(({ promised }) => promised.id),
        changed.map(({ promised: { lines, said } }) => JSON.stringify({ said, lines })),
      ],
    ),
  );
  writeTaken(connection, later, book);
}

function changedEntry(promised: Promised, { now }: Grounds): NewEntry {
  const { id, demand } = promised;
  const time = new Date(now).toISOString();
  const subject = demand ?? id;
  return {
    id: `${id}@${time}`,
    type: 'promising.changed',
    entity: 'promising',
    system: 'promising',
    subject,
    partitionKey: subject,
    time,
    data: JSON.stringify({ promise: promised }),
  };
}
