import type { Queryable } from '../../../database/pool.ts';
import { head } from '../../../ledger/read.ts';
import type { Instant } from '../../../vocabulary/json.ts';

/**
 * The first position recorded at or after a time; one past the head when there is none. Entries are recorded in the order of their
 * positions, so some thirty looks find it among any number.
 */
export async function positionAt(db: Queryable, time: Instant): Promise<number> {
  const wanted = Date.parse(time);
  let low = 1;
  let high = (await head(db)) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { rows } = await db.query<{ position: number; recorded_at: Instant }>(
      'select position, recorded_at from ledger where position >= $1 order by position limit 1',
      [middle],
    );
    const found = rows[0];
    if (!found || Date.parse(found.recorded_at) >= wanted) high = middle;
    else low = found.position + 1;
  }
  return low;
}
