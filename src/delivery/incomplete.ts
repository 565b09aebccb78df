import type { Queryable } from '../database/pool.ts';

/** What a target requires may be less than before: what waits for it is looked at once more. */
export async function reconsiderIncomplete(db: Queryable, interfaceId: string): Promise<void> {
  await db.query(
    `update parked set state = 'waiting' where direction = 'out' and interface = $1 and state = 'parked' and code = 'incomplete'`,
    [interfaceId],
  );
}
