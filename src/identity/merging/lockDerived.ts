import type { Connection } from '../../database/pool.ts';
import { readRoots } from './roots.ts';

/**
 * While items are merged or parted nothing is taken in whose key is derived from an item's: it would come to be under a key that leads
 * elsewhere by then.
 */
export async function lockDerived(connection: Connection): Promise<void> {
  await connection.query("select pg_advisory_xact_lock(hashtext('derived keys'))");
}

/** Shared by all that take such things in: where the items they name lead, and lead until they are committed. */
export async function followItems(
  connection: Connection,
  items: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const held = connection.query({
    name: 'derived-hold',
    text: "select pg_advisory_xact_lock_shared(hashtext('derived keys'))",
  });
  const [, roots] = await Promise.all([held, readRoots(connection, items)]);
  return roots;
}
