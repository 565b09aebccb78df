import type { Connection, Pool, Queryable } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';
import { KEYS_CHANNEL } from '../ledger/wakeup.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import type { Role } from '../vocabulary/role.ts';
import { keepAudit } from './audit.ts';
import { hashOf, newSecret } from './secrets.ts';

const LOCK = 7_361_203;
const KEY = /^Bearer +(ls_[A-Za-z0-9_-]{43})$/i;

/** Who asks, and what they may do. */
export interface Access {
  /** The name that stands with all they decide. */
  actor: string;
  role: Role;
  /** Where they may act; everywhere, when absent. */
  sites?: readonly string[];
  /** They signed in at the provider and have no key. */
  person?: true;
}

/** Makes the administrator's key when there is no key yet; resolves to it this one time, else to nothing. */
export async function createFirstKey(pool: Pool): Promise<string | undefined> {
  return transaction(pool, async (connection) => {
    await connection.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const { rows } = await connection.query('select from access_key limit 1');
    return rows.length > 0 ? undefined : keepKey(connection, { actor: 'admin', role: 'admin' });
  });
}

/** A key for one more person or program; undefined when a key of that name is in use. */
export async function createKey(pool: Pool, by: string, access: Access): Promise<string | undefined> {
  return transaction(pool, async (connection) => {
    await connection.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const key = await keepKey(connection, access, by);
    const { actor: subject, ...details } = access;
    if (key !== undefined) await keepAudit(connection, { actor: by, action: 'key.add', subject, details });
    return key;
  });
}

async function keepKey(connection: Connection, access: Access, by?: string): Promise<string | undefined> {
  const key = `ls_${newSecret()}`;
  const { rowCount } = await connection.query(
    `insert into access_key (name, hash, role, sites, made_by) values ($1, $2, $3, $4, $5)
     on conflict (name) where revoked_at is null do nothing`,
    [access.actor, hashOf(key), access.role, access.sites, by],
  );
  await tellKeys(connection);
  return rowCount === 1 ? key : undefined;
}

/** From now on the key of that name opens nothing. The last administrator's stays: nobody could make another. */
export async function revokeKey(pool: Pool, by: string, name: string): Promise<Problem | undefined> {
  return transaction(pool, async (connection) => {
    await connection.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const { rows } = await connection.query<{ name: string; whole: boolean }>(
      `select name, role = 'admin' and sites is null as whole from access_key where revoked_at is null`,
    );
    const found = rows.find((row) => row.name === name);
    if (!found) return problem('not-found', 'api', `No key of ${name} is in use.`);
    if (found.whole && rows.filter((row) => row.whole).length === 1) return lastAdmin(name);
    await connection.query(
      'update access_key set revoked_at = now(), revoked_by = $2 where name = $1 and revoked_at is null',
      [name, by],
    );
    await tellKeys(connection);
    await keepAudit(connection, { actor: by, action: 'key.revoke', subject: name, details: {} });
    return undefined;
  });
}

async function tellKeys(connection: Connection): Promise<void> {
  await connection.query(`select pg_notify('${KEYS_CHANNEL}', '')`);
}

function lastAdmin(name: string): Problem {
  const advice = 'Make another key with the role admin first.';
  return problem('request-invalid', 'api', `${name} is the last administrator.`, { advice });
}

/** The bearer of this header; undefined when the key is not one of ours or was revoked. */
export async function findAccess(
  db: Queryable,
  authorization: string | undefined,
): Promise<Access | undefined> {
  const key = KEY.exec(authorization ?? '')?.[1];
  if (key === undefined) return undefined;
  const found = await findKey(db, key);
  return found && toAccess(found);
}

/** The key in use that is this one; undefined when there is none. */
export async function findKey(db: Queryable, key: string): Promise<KeyRow | undefined> {
  const { rows } = await db.query<KeyRow>({
    name: 'access-find',
    text: 'select id, name as actor, role, sites from access_key where hash = $1 and revoked_at is null',
    values: [hashOf(key)],
  });
  return rows[0];
}

export interface AccessRow {
  actor: string;
  role: Role;
  sites: string[] | null;
}

export interface KeyRow extends AccessRow {
  id: number;
}

export function toAccess({ actor, role, sites }: AccessRow): Access {
  return { actor, role, ...(sites && { sites }) };
}
