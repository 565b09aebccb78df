import { column, fromColumns } from '../database/columns.ts';
import type { Queryable } from '../database/pool.ts';
import { OPEN } from '../vocabulary/states.ts';

const NEWER = {
  name: 'newer-delivered',
  text: `
    select w.position from ${fromColumns(['bigint', 'text'], 2)} as w (position, subject)
    where exists (
      select from subscription s
      join ledger l on l.subject = w.subject and l.position > w.position and l.position <= s.position
      join receipt r on r.subscription = s.id and int8range(r.first, r.last, '[]') @> l.position and l.position = any(r.positions)
      where s.name = $1 and not exists (
        select from parked q where q.direction = 'out' and q.interface = $1 and q.position = l.position and q.${OPEN}))`,
};

/** Of these entries, the positions of those whose thing the target was given a newer state of, that is not open again. */
export async function newerDelivered(
  db: Queryable,
  interfaceId: string,
  entries: readonly { position: number; subject: string }[],
): Promise<Set<number>> {
  if (entries.length === 0) return new Set();
  const values = [interfaceId, column(entries.map((e) => e.position)), column(entries.map((e) => e.subject))];
  const { rows } = await db.query<{ position: number }>({ ...NEWER, values });
  return new Set(rows.map((row) => row.position));
}
