import type { Queryable } from '../../../database/pool.ts';
import type { Instant } from '../../../vocabulary/json.ts';
import type { SystemLogPage } from './contract.ts';

type Entry = SystemLogPage['entries'][number];

interface Row {
  id: number;
  at: Instant;
  last_at: Instant;
  times: number;
  level: Entry['level'];
  interface: string | null;
  said: string;
}

/** What hubs said of a system and its interfaces, the newest first. */
export async function readSystemLog(
  db: Queryable,
  system: string,
  { limit = 50, cursor }: { limit?: number; cursor?: string },
): Promise<SystemLogPage> {
  const { rows } = await db.query<Row>(
    `select id, at, last_at, times, level, interface, said from system_log
     where system = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
    [system, cursor ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  return {
    entries: page.map(toEntry),
    ...(rows.length > limit && { next: String(page.at(-1)!.id) }),
  };
}

function toEntry({ at, last_at, times, level, interface: id, said }: Row): Entry {
  return {
    ...{ at, times, level, said },
    ...(times > 1 && { lastAt: last_at }),
    ...(id !== null && { interface: id }),
  };
}
