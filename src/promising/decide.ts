import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import { amount } from './amount.ts';
import { writeTaken } from './balances.ts';
import { createBook } from './book.ts';
import type { Day } from './days.ts';
import { readPromise } from './keep.ts';
import { itemLock, lockAll } from './locks.ts';
import type { Promised } from './promise.ts';

/** Makes a held promise one that does not expire. One that has gone is not brought back: it is asked for anew. */
export async function confirm(connection: Connection, later: Later, id: string): Promise<Promised | Problem> {
  const found = await locked(connection, id);
  if ('advice' in found || found.status === 'confirmed') return found;
  if (found.status !== 'held') return gone(found);
  later(connection.query(`update promise set status = 'confirmed', changed_at = now() where id = $1`, [id]));
  later(
    connection.query(
      `update reservation set state = 'confirmed', changed_at = now() where promise = $1 and state = 'held'`,
      [id],
    ),
  );
  const { expiresAt: _, ...rest } = found;
  return { ...rest, status: 'confirmed' };
}

/** Gives back what a promise holds; what has shipped stays so. */
export async function release(connection: Connection, later: Later, id: string): Promise<Promised | Problem> {
  const found = await locked(connection, id);
  if ('advice' in found || found.status === 'released' || found.status === 'expired') return found;
  await giveBack(connection, later, [id], 'released');
  const { expiresAt: _, ...rest } = found;
  return { ...rest, status: 'released' };
}

/** Gives back what is held past its time; how many promises that were. */
export async function expire(connection: Connection, later: Later, most: number): Promise<number> {
  const { rows } = await connection.query<{ id: string; items: string[] }>(
    `select p.id, array(select distinct item from reservation r where r.promise = p.id) as items
     from promise p where p.status = 'held' and p.expires_at <= now() order by p.expires_at limit $1`,
    [most],
  );
  if (rows.length === 0) return 0;
  await lockAll(connection, [...new Set(rows.flatMap(({ items }) => items.map(itemLock)))]);
  // Meanwhile one may have been confirmed.
  const { rows: still } = await connection.query<{ id: string }>(
    `select id from promise where id = any($1) and status = 'held' for update`,
    [rows.map(({ id }) => id)],
  );
  await giveBack(
    connection,
    later,
    still.map(({ id }) => id),
    'expired',
  );
  return still.length;
}

/** The promise, when everything it holds is locked. */
async function locked(connection: Connection, id: string): Promise<Promised | Problem> {
  const { rows } = await connection.query<{ item: string }>(
    'select distinct item from reservation where promise = $1',
    [id],
  );
  const [, , found] = await Promise.all([
    lockAll(
      connection,
      rows.map(({ item }) => itemLock(item)),
    ),
    connection.query('select from promise where id = $1 for update', [id]),
    readPromise(connection, id),
  ]);
  return found ?? noPromise(id);
}

export function noPromise(id: string): Problem {
  return problem('not-found', 'api', `There is no promise ${id}.`, { advice: 'Look at the id.' });
}

function gone({ id, status }: Promised): Problem {
  return problem('request-invalid', 'api', `The promise ${id} is ${status}: it cannot be confirmed.`, {
    advice: 'Ask for a new one.',
  });
}

async function giveBack(
  connection: Connection,
  later: Later,
  ids: readonly string[],
  status: 'released' | 'expired',
): Promise<void> {
  const { rows } = await connection.query<{ item: string; site: string; day: Day; quantity: string }>(
    `update reservation set state = 'released', changed_at = now() where promise = any($1) and state in ('held', 'confirmed')
     returning item, site, day::text as day, quantity`,
    [ids],
  );
  const book = createBook(new Map());
  for (const { item, site, day, quantity } of rows) book.take(item, site, day, -amount(quantity));
  writeTaken(connection, later, book);
  later(
    connection.query('update promise set status = $2, changed_at = now() where id = any($1)', [ids, status]),
  );
}
