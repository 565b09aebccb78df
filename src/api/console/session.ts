import type { Pool, Queryable } from '../../database/pool.ts';
import { transaction } from '../../database/transaction.ts';
import type { Instant } from '../../vocabulary/json.ts';
import { keepAudit } from '../audit.ts';
import { hashOf, newSecret } from '../secrets.ts';
import type { SignIn } from './contract.ts';

/** A session ends when it was not used for so long, in hours. */
const IDLE_HOURS = 12;
const LINK_HOURS = 1;

/** Opens a session for whom the key or the link names; undefined when neither is ours. A link is used up by it. */
export async function openSession(
  pool: Pool,
  given: SignIn,
): Promise<{ actor: string; secret: string } | undefined> {
  const secret = newSecret();
  return transaction(pool, async (connection) => {
    const key =
      'key' in given ? await keyBySecret(connection, given.key) : await takeLink(connection, given.link);
    if (!key) return undefined;
    await connection.query('delete from session where ends_at < now()');
    await connection.query(
      `insert into session (hash, key, ends_at) values ($1, $2, now() + make_interval(hours => $3))`,
      [hashOf(secret), key.id, IDLE_HOURS],
    );
    const how = 'key' in given ? 'key' : 'link';
    await keepAudit(connection, { actor: key.name, action: 'session.open', details: { how } });
    return { actor: key.name, secret };
  });
}

/** Who acts in a session; undefined when it has ended. Use keeps it open. */
export async function findSession(db: Queryable, secret: string): Promise<string | undefined> {
  const hash = hashOf(secret);
  const { rows } = await db.query<{ name: string; ages: boolean }>({
    name: 'session-find',
    text: `select k.name, s.ends_at < now() + make_interval(hours => $2 - 1) as ages
           from session s join access_key k on k.id = s.key where s.hash = $1 and s.ends_at > now()`,
    values: [hash, IDLE_HOURS],
  });
  const [row] = rows;
  if (row?.ages) {
    await db.query('update session set ends_at = now() + make_interval(hours => $2) where hash = $1', [
      hash,
      IDLE_HOURS,
    ]);
  }
  return row?.name;
}

export async function endSession(db: Queryable, secret: string): Promise<void> {
  await db.query('delete from session where hash = $1', [hashOf(secret)]);
}

/** A way into the console as `actor`, who has a key: it works once, within the hour. */
export async function createLink(db: Queryable, actor: string): Promise<{ path: string; endsAt: Instant }> {
  const secret = newSecret();
  const { rows } = await db.query<{ ends_at: Instant }>(
    `with gone as (delete from sign_in_link where ends_at < now())
     insert into sign_in_link (hash, key, ends_at)
     select $1, id, now() + make_interval(hours => $3) from access_key where name = $2 order by id limit 1
     returning ends_at`,
    [hashOf(secret), actor, LINK_HOURS],
  );
  // Behind the #, what a browser never sends: it stands in no log of a server between.
  return { path: `/sign-in#${secret}`, endsAt: rows[0]!.ends_at };
}

interface Key {
  id: number;
  name: string;
}

async function keyBySecret(db: Queryable, key: string): Promise<Key | undefined> {
  const { rows } = await db.query<Key>('select id, name from access_key where hash = $1', [
    hashOf(key.trim()),
  ]);
  return rows[0];
}

async function takeLink(db: Queryable, secret: string): Promise<Key | undefined> {
  const { rows } = await db.query<Key>(
    `with used as (delete from sign_in_link where hash = $1 and ends_at > now() returning key)
     select k.id, k.name from used join access_key k on k.id = used.key`,
    [hashOf(secret)],
  );
  return rows[0];
}
