import type { Connection } from '../../database/pool.ts';

/** Until the transaction ends no other one changes what records of an entity have for themselves. Taken after their rows. */
export async function lockUnique(connection: Connection, entity: string): Promise<void> {
  await connection.query("select pg_advisory_xact_lock(hashtext('unique ' || $1))", [entity]);
}
