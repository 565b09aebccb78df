import type { Queryable } from '../database/pool.ts';
import type { Instant } from '../vocabulary/json.ts';
import type { Said } from './windows.ts';

/** A word of a person on when a system, or one interface of it, is closed. */
export interface Word extends Said {
  id: number;
  /** Its code, or the id of the interface. */
  system: string;
  by: string;
  at: Instant;
}

interface Row {
  id: number;
  system: string;
  says: Said['says'];
  from_at: Instant;
  to_at: Instant;
  reason: string | null;
  said_by: string;
  said_at: Instant;
}

/** What was said and is not over, by system or interface, in the order in which it was said; without what was cancelled. */
export async function readWords(db: Queryable): Promise<Map<string, Word[]>> {
  const { rows } = await db.query<Row>({
    name: 'maintenance-words',
    text: `select id, system, says, from_at, to_at, reason, said_by, said_at from maintenance
           where cancelled_at is null and to_at > now() - interval '1 minute' order by id`,
  });
  return Map.groupBy(rows.map(toWord), (word) => word.system);
}

function toWord(row: Row): Word {
  return {
    id: row.id,
    system: row.system,
    says: row.says,
    from: Date.parse(row.from_at),
    to: Date.parse(row.to_at),
    by: row.said_by,
    at: row.said_at,
    ...(row.reason !== null && { reason: row.reason }),
  };
}
