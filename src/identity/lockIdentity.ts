import type { Connection } from '../database/pool.ts';

/** One transaction at a time says which things of an entity are new, or which are one. */
export async function lockIdentity(connection: Connection, entity: string): Promise<void> {
  await connection.query("select pg_advisory_xact_lock(hashtext('identify ' || $1))", [entity]);
}
