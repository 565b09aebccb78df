import type { Pool, Queryable } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';
import { keepAudit } from './audit.ts';
import { hashOf, newSecret } from './secrets.ts';

const LOCK = 7_361_203;
const KEY = /^Bearer +(ls_[A-Za-z0-9_-]{43})$/i;

/** Makes the administrator's key when there is no key yet; resolves to it this one time, else to nothing. */
export async function createFirstKey(pool: Pool): Promise<string | undefined> {
  const key = newKey();
  return transaction(pool, async (connection) => {
    await connection.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const { rowCount } = await connection.query(
      'insert into access_key (name, hash) select $1, $2 where not exists (select from access_key)',
      ['admin', hashOf(key)],
    );
    return rowCount === 1 ? key : undefined;
  });
}

/** A key for one more person or program; undefined when there is one of that name. */
export async function createKey(pool: Pool, actor: string, name: string): Promise<string | undefined> {
  const key = newKey();
  return transaction(pool, async (connection) => {
    await connection.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const { rowCount } = await connection.query(
      'insert into access_key (name, hash) select $1, $2 where not exists (select from access_key where name = $1)',
      [name, hashOf(key)],
    );
    if (rowCount === 0) return undefined;
    await keepAudit(connection, { actor, action: 'key.add', subject: name, details: {} });
    return key;
  });
}

function newKey(): string {
  return `ls_${newSecret()}`;
}

/** The name under which the bearer of this header acts; undefined when its key is not one of ours. */
export async function findActor(
  db: Queryable,
  authorization: string | undefined,
): Promise<string | undefined> {
  const key = KEY.exec(authorization ?? '')?.[1];
  if (key === undefined) return undefined;
  const { rows } = await db.query<{ name: string }>({
    name: 'access-find',
    text: 'select name from access_key where hash = $1',
    values: [hashOf(key)],
  });
  return rows[0]?.name;
}
