import type { Pool, Queryable } from '../../database/pool.ts';
import { transaction } from '../../database/transaction.ts';
import type { Instant } from '../../vocabulary/json.ts';
import { type Access, type AccessRow, findKey, type KeyRow, toAccess } from '../access.ts';
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
): Promise<{ access: Access; secret: string } | undefined> {
  const secret = newSecret();
  return transaction(pool, async (connection) => {
    const key =
      'key' in given ? await findKey(connection, given.key.trim()) : await takeLink(connection, given.link);
    if (!key) return undefined;
    await connection.query('delete from session where ends_at < now()');
    await connection.query(
      `insert into session (hash, key, ends_at) values ($1, $2, now() + make_interval(hours => $3))`,
      [hashOf(secret), key.id, IDLE_HOURS],
    );
    const how = 'key' in given ? 'key' : 'link';
    const access = toAccess(key);
    await keepAudit(connection, { actor: access.actor, action: 'session.open', details: { how } });
    return { access, secret };
  });
}

/** Who acts in a session; undefined when it has ended, or the key behind it was revoked. Use keeps it open. */
export async function findSession(db: Queryable, secret: string): Promise<Access | undefined> {
  const hash = hashOf(secret);
  const { rows } = await db.query<AccessRow & { ages: boolean }>({
    name: 'session-find',
    text: `select k.name as actor, k.role, k.sites, s.ends_at < now() + make_interval(hours => $2 - 1) as ages
           from session s join access_key k on k.id = s.key
           where s.hash = $1 and s.ends_at > now() and k.revoked_at is null`,
    values: [hash, IDLE_HOURS],
  });
  const [row] = rows;
  if (!row) return undefined;
  if (row.ages) {
    await db.query('update session set ends_at = now() + make_interval(hours => $2) where hash = $1', [
      hash,
      IDLE_HOURS,
    ]);
  }
  return toAccess(row);
}

export async function endSession(db: Queryable, secret: string): Promise<void> {
  await db.query('delete from session where hash = $1', [hashOf(secret)]);
}

/** A way into the console as whom a key is of: it works once, within the hour; undefined when no key of that name is in use. */
export async function createLink(
  db: Queryable,
  actor: string,
): Promise<{ path: string; endsAt: Instant } | undefined> {
  const secret = newSecret();
  const { rows } = await db.query<{ ends_at: Instant }>(
    `with gone as (delete from sign_in_link where ends_at < now())
     insert into sign_in_link (hash, key, ends_at)
     select $1, id, now() + make_interval(hours => $3) from access_key where name = $2 and revoked_at is null
     returning ends_at`,
    [hashOf(secret), actor, LINK_HOURS],
  );
  // Behind the #, what a browser never sends: it stands in no log of a server between.
  return rows[0] && { path: `/sign-in#${secret}`, endsAt: rows[0].ends_at };
}

async function takeLink(db: Queryable, secret: string): Promise<KeyRow | undefined> {
  const { rows } = await db.query<KeyRow>(
    `with used as (delete from sign_in_link where hash = $1 and ends_at > now() returning key)
     select k.id, k.name as actor, k.role, k.sites from used join access_key k on k.id = used.key where k.revoked_at is null`,
    [hashOf(secret)],
  );
  return rows[0];
}
