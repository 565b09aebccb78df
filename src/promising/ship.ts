import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { amount, writeAmount } from './amount.ts';
import { noPromise } from './decide.ts';
import { readPromise } from './keep.ts';
import type { Promised } from './promise.ts';
import type { ShippedRequest } from './requestSchema.ts';

interface Part {
  n: number;
  line: string;
  quantity: string;
}

/**
 * Notes what left the stock of a site, against what was promised from there: it counts as reserved until the stock is told for a later time. What left without
 * having been promised is none of a promise's.
 */
export async function ship(
  connection: Connection,
  later: Later,
  promise: string,
  { site, at, lines }: ShippedRequest,
): Promise<Promised | Problem> {
  await connection.query('select from promise where id = $1 for update', [promise]);
  const found = await readPromise(connection, promise);
  if (!found) return noPromise(promise);
  const { rows } = await connection.query<Part>(
    `select n, line, quantity from reservation where promise = $1 and site = $2 and state in ('held', 'confirmed') order by n for update`,
    [promise, site],
  );
  const { rows: numbers } = await connection.query<{ last: number }>(
    'select coalesce(max(n), 0) as last from reservation where promise = $1',
    [promise],
  );
  let next = numbers[0]!.last;
  for (const { line, quantity } of lines) {
    let left = amount(quantity);
    for (const part of rows.filter((each) => each.line === line)) {
      if (left <= 0n) break;
      const its = amount(part.quantity);
      const gone = its < left ? its : left;
      left -= gone;
      if (gone < its) later(splitOff(connection, promise, part.n, ++next, writeAmount(its - gone)));
      later(
        connection.query(
          `update reservation set state = 'shipped', quantity = $3, shipped_at = $4, changed_at = now() where promise = $1 and n = $2`,
          [promise, part.n, writeAmount(gone), at],
        ),
      );
    }
  }
  return found;
}

/** What stays reserved of a part that ships only in part. */
function splitOff(
  connection: Connection,
  promise: string,
  n: number,
  next: number,
  quantity: string,
): Promise<unknown> {
  return connection.query(
    `insert into reservation (promise, n, line, item, site, day, arrives, quantity, confidence, state)
     select promise, $3, line, item, site, day, arrives, $4::numeric, confidence, state from reservation where promise = $1 and n = $2`,
    [promise, n, next, quantity],
  );
}
