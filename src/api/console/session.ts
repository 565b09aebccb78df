import type { Connection, Pool, Queryable } from '../../database/pool.ts';
import { transaction } from '../../database/transaction.ts';
import type { IdentityProvider } from '../../landscape/landscape.ts';
import type { Instant, JsonObject } from '../../vocabulary/json.ts';
import { type Access, type AccessRow, findKey, type KeyRow, toAccess } from '../access.ts';
import { keepAudit } from '../audit.ts';
import { hashOf, newSecret } from '../secrets.ts';
import type { SignIn } from './contract.ts';
import { accessOfPerson, type Person } from './provider/person.ts';

/** A session by a key ends when it was not used for so long, in hours; one by the provider so long after it began, used or not. */
const HOURS = 12;
const LINK_HOURS = 1;

export interface OpenedSession {
  access: Access;
  /** What the cookie holds. */
  secret: string;
}

/** Opens a session for whom the key or the link names; undefined when neither is ours. A link is used up by it. */
export async function openSession(
  pool: Pool,
  given: Exclude<SignIn, { returned: string }>,
): Promise<OpenedSession | undefined> {
  return transaction(pool, async (connection) => {
    const key =
      'key' in given ? await findKey(connection, given.key.trim()) : await takeLink(connection, given.link);
    if (!key) return undefined;
    const how = 'key' in given ? 'key' : 'link';
    return begin(connection, toAccess(key), { key: key.id }, { how });
  });
}

/** Opens a session for a person whom the provider knows. They may do what the landscape in force says, as long as it lasts. */
export function openPersonSession(pool: Pool, access: Access, person: Person): Promise<OpenedSession> {
  const { issuer, subject } = person;
  return transaction(pool, (connection) =>
    begin(connection, access, { person }, { how: 'provider', issuer, subject }),
  );
}

async function begin(
  connection: Connection,
  access: Access,
  { key, person }: { key?: number; person?: Person },
  details: JsonObject,
): Promise<OpenedSession> {
  const secret = newSecret();
  const { issuer, subject, name, values } = person ?? {};
  await connection.query('delete from session where ends_at < now()');
  await connection.query(
    `insert into session (hash, key, issuer, subject, person, claim_values, ends_at)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(hours => $7))`,
    [hashOf(secret), key, issuer, subject, name, values, HOURS],
  );
  await keepAudit(connection, { actor: access.actor, action: 'session.open', details });
  return { access, secret };
}

type SessionRow = { ages: boolean } & (
  | (AccessRow & { issuer: null })
  | { issuer: string; subject: string; person: string; claim_values: string[] }
);

/**
 * Who acts in a session; undefined when it has ended, the key behind it was revoked, or the landscape in force gives a person no role.
 * Use keeps one by a key open.
 */
export async function findSession(
  db: Queryable,
  secret: string,
  provider: IdentityProvider | undefined,
): Promise<Access | undefined> {
  const hash = hashOf(secret);
  const { rows } = await db.query<SessionRow>({
    name: 'session-find',
    text: `select k.name as actor, k.role, k.sites, s.ends_at < now() + make_interval(hours => $2 - 1) as ages,
             s.issuer, s.subject, s.person, s.claim_values
           from session s left join access_key k on k.id = s.key and k.revoked_at is null
           where s.hash = $1 and s.ends_at > now() and (k.id is not null or s.issuer is not null)`,
    values: [hash, HOURS],
  });
  const [row] = rows;
  if (!row) return undefined;
  if (row.issuer !== null) {
    const { issuer, subject, person: name, claim_values: values } = row;
    return accessOfPerson(provider, { issuer, subject, name, values });
  }
  if (row.ages) {
    await db.query('update session set ends_at = now() + make_interval(hours => $2) where hash = $1', [
      hash,
      HOURS,
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
