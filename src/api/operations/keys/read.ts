import type { Queryable } from '../../../database/pool.ts';
import type { Role } from '../../../vocabulary/role.ts';
import type { Key } from './contract.ts';

interface Row {
  name: string;
  role: Role;
  sites: string[] | null;
  created_at: string;
  made_by: string | null;
}

/** The keys in use, by name. */
export async function listKeys(db: Queryable): Promise<Key[]> {
  const { rows } = await db.query<Row>(
    'select name, role, sites, created_at, made_by from access_key where revoked_at is null order by name',
  );
  return rows.map(({ name, role, sites, created_at: madeAt, made_by: madeBy }) => ({
    name,
    role,
    madeAt,
    ...(sites && { sites }),
    ...(madeBy !== null && { madeBy }),
  }));
}
