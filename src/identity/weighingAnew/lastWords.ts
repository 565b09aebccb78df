import { column } from '../../database/columns.ts';
import type { Queryable } from '../../database/pool.ts';
import type { Instant, JsonObject } from '../../vocabulary/json.ts';

/** What one system said last of a thing. */
export interface LastWord {
  key: string;
  system: string;
  /** By which it was said; absent: not known any more. */
  interface?: string;
  localKey: string;
  view: JsonObject;
  batch: number;
  ordinal: number;
  /** The hub made the thing there, and was told its key: much of what the system shows follows from that. */
  isMade: boolean;
  /** When the hub received it; absent: earlier than can be said. */
  seenAt?: Instant;
}

interface Row {
  key: string;
  system: string;
  name: string | null;
  local_key: string;
  view: JsonObject;
  batch: number | null;
  ordinal: number | null;
  made: boolean;
  seen_at: Instant | null;
}

const LAST = {
  name: 'observation-last-words',
  text: `
    select o.key, o.system, s.name, o.local_key, o.view, o.batch, o.ordinal, o.made, o.seen_at from (
      select distinct on (key, system) * from observation
      where entity = $1 and key = any(string_to_array($2, E'\\x1e', E'\\x1f')) and view is not null
      order by key, system, arrived desc
    ) o left join batch b on b.id = o.batch left join source s on s.id = b.source
    order by o.key, o.arrived, o.system`,
};

/** One of each system, also where it knows the thing by several keys; the earliest first. */
export async function readLastWords(
  db: Queryable,
  entity: string,
  keys: readonly string[],
): Promise<Map<string, LastWord[]>> {
  const { rows } = await db.query<Row>({ ...LAST, values: [entity, column(keys)] });
  return Map.groupBy(
    rows.map(
      (row): LastWord => ({
        key: row.key,
        system: row.system,
        ...(row.name !== null && { interface: row.name }),
        localKey: row.local_key,
        view: row.view,
        batch: row.batch ?? 0,
        ordinal: row.ordinal ?? 0,
        isMade: row.made,
        ...(row.seen_at !== null && { seenAt: row.seen_at }),
      }),
    ),
    ({ key }) => key,
  );
}
