import type { Log } from '../../../connectors/connector.ts';
import type { Queryable } from '../../../database/pool.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import { listGroups } from './groups.ts';

/** Says which parked messages a code list that was mended lets go on; nothing goes on without a person. */
export async function offerMended(db: Queryable, codes: Landscape['codes'], log: Log): Promise<void> {
  const { groups } = await listGroups(db, codes, { code: 'code-unknown', limit: 1000 });
  for (const { id, title, count, mended } of groups) {
    if (mended) log.info({ group: id, was: title }, `${count} parked messages can go on now`);
  }
}
