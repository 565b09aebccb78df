import type { Queryable } from './database/pool.ts';

/** The row of a reader of the ledger, made when there is none: a target's by its id, a process's as `process/<code>`. A new one reads from the beginning, or what comes from now on. */
export async function registerSubscription(
  db: Queryable,
  name: string,
  from: 'beginning' | 'now',
): Promise<number> {
  await db.query(
    `insert into subscription (name, position) select $1, case when $2 then position else 0 end from ledger_head
     on conflict do nothing`,
    [name, from === 'now'],
  );
  const { rows } = await db.query<{ id: number }>('select id from subscription where name = $1', [name]);
  return rows[0]!.id;
}

export async function readPosition(db: Queryable, id: number): Promise<number> {
  const { rows } = await db.query<{ position: number }>('select position from subscription where id = $1', [
    id,
  ]);
  return rows[0]!.position;
}
