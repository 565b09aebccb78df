import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import { amount, writeAmount } from './amount.ts';
import { letGoOfTold } from './letGo.ts';
import { itemLock, lockAll } from './locks.ts';
import type { ShippedRequest } from './requestSchema.ts';

interface Part {
  promise: string;
  n: number;
  line: string;
  quantity: string;
  last: number;
}

/**
 * Notes what left the stock of a site, against what the promises hold there, the oldest first: it counts as reserved until the stock is told for a later time, if it was not yet. What left
 * without having been promised is none of theirs.
 */
export async function ship(
  connection: Connection,
  later: Later,
  promises: readonly string[],
  { site, at, lines }: ShippedRequest,
): Promise<void> {
  const { rows: items } = await connection.query<{ item: string }>(
    'select distinct item from reservation where promise = any($1) and site = $2',
    [promises, site],
  );
  await lockAll(
    connection,
    items.map(({ item }) => itemLock(item)),
  );
  await connection.query('select from promise where id = any($1) order by id for update', [promises]);
  const { rows } = await connection.query<Part>(
    `select promise, n, line, quantity, (select max(n) from reservation l where l.promise = r.promise) as last
     from reservation r where promise = any($1) and site = $2 and state in ('held', 'confirmed') order by promise, n`,
    [promises, site],
  );
  const last = new Map(rows.map((row) => [row.promise, row.last]));
  for (const { line, quantity } of lines) {
    let left = amount(quantity);
    for (const part of rows.filter((each) => each.line === line)) {
      const its = amount(part.quantity);
      const gone = its < left ? its : left;
      if (gone <= 0n) continue;
      left -= gone;
      part.quantity = writeAmount(its - gone);
      const n = last.get(part.promise)! + 1;
      last.set(part.promise, n);
      later(splitOff(connection, part, n, writeAmount(gone), at));
    }
  }
  keepLeft(connection, later, rows);
  letGoOfTold(connection, later, promises, site);
}

/** What has shipped of a part is a part of its own. */
function splitOff(
  connection: Connection,
  { promise, n }: Part,
  next: number,
  quantity: string,
  at: string,
): Promise<unknown> {
  return connection.query(
    `insert into reservation (promise, n, line, item, site, day, arrives, quantity, confidence, state, shipped_at)
     select promise, $3, line, item, site, day, arrives, $4::numeric, confidence, 'shipped', $5 from reservation where promise = $1 and n = $2`,
    [promise, n, next, quantity, at],
  );
}

function keepLeft(connection: Connection, later: Later, parts: readonly Part[]): void {
  const values = [
    parts.map(({ promise }) => promise),
    parts.map(({ n }) => n),
    parts.map(({ quantity }) => quantity),
  ];
  later(
    connection.query(
      `delete from reservation r using unnest($1::text[], $2::int[], $3::numeric[]) as p (promise, n, quantity)
       where r.promise = p.promise and r.n = p.n and p.quantity = 0`,
      values,
    ),
  );
  later(
    connection.query(
      `update reservation r set quantity = p.quantity, changed_at = now() from unnest($1::text[], $2::int[], $3::numeric[]) as p (promise, n, quantity)
       where r.promise = p.promise and r.n = p.n and p.quantity > 0`,
      values,
    ),
  );
}
