import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';

/** What one system says of one thing (source record), and under which key of its own. */
export interface Observation {
  localKey: string;
  key: string;
  /** Null: a receipt told the local key, the system itself has not spoken yet. */
  view: JsonObject | null;
  /** Orders the observations of one thing by one system; with `changedAt`. */
  version?: string;
  changedAt?: Instant;
  ordinal: number;
  /**
   * Up to where the ledger had been written to the system when it came, also when it waited before it was taken in; the ledger's head for a
   * system that the hub does not write to.
   */
  position: number;
  /** The same of the observation before this one. */
  positionBefore: number;
  /** Which of two messages came first. */
  arrived: number;
  /** When the hub received it; undefined: earlier than can be said. */
  seenAt?: Instant;
  /** The hub made the thing there, as its author shows, and no receipt had told its key yet. Kept the first time only. */
  isMade?: true;
}

const READ = {
  name: 'observation-read',
  text: `select local_key, key, view, version, changed_at, ordinal, position, position_before, arrived, seen_at from observation
         where system = $1 and entity = $2 and local_key = any(string_to_array($3, E'\\x1e', E'\\x1f'))`,
};

const WRITE = {
  name: 'observation-write',
  text: `
    insert into observation (system, entity, local_key, key, view, version, changed_at, batch, ordinal, position, position_before, arrived, seen_at, made)
    select $1, $2, o.local_key, o.key, o.view, o.version, o.changed_at, $3, o.ordinal, o.position, o.position_before, o.arrived, o.seen_at, coalesce(o.made, false)
    from ${fromColumns(['text', 'text', 'json', 'text', 'timestamptz', 'int', 'bigint', 'bigint', 'bigint', 'timestamptz', 'bool'], 4)}
      as o (local_key, key, view, version, changed_at, ordinal, position, position_before, arrived, seen_at, made)
    on conflict (system, entity, local_key) do update set
      view = excluded.view, version = excluded.version, changed_at = excluded.changed_at,
      batch = excluded.batch, position = excluded.position,
      ordinal = case when observation.key = excluded.key then excluded.ordinal else made_meanwhile(excluded.key) end,
      position_before = excluded.position_before, arrived = excluded.arrived, seen_at = excluded.seen_at`,
};

const LINK = {
  name: 'observation-link',
  text: `
    insert into observation (system, entity, local_key, key, merged_from, made)
    select $1, $2, l.local_key, coalesce(m.root, l.key), case when m.root is not null then l.key end, true
    from ${fromColumns(['text', 'text'], 3)} as l (local_key, key) left join merged_key m on m.key = l.key
    on conflict (system, entity, local_key) do nothing`,
};

interface Row {
  local_key: string;
  key: string;
  view: JsonObject | null;
  version: string | null;
  changed_at: string | null;
  ordinal: number | null;
  position: number;
  position_before: number;
  arrived: number;
  seen_at: string | null;
}

export async function readObservations(
  db: Queryable,
  system: string,
  entity: string,
  localKeys: readonly string[],
): Promise<Map<string, Observation>> {
  const { rows } = await db.query<Row>({ ...READ, values: [system, entity, column(localKeys)] });
  return new Map(
    rows.map((row) => [
      row.local_key,
      {
        localKey: row.local_key,
        key: row.key,
        view: row.view,
        ...(row.version !== null && { version: row.version }),
        ...(row.changed_at !== null && { changedAt: row.changed_at }),
        ordinal: row.ordinal ?? 0,
        position: row.position,
        positionBefore: row.position_before,
        arrived: row.arrived,
        ...(row.seen_at !== null && { seenAt: row.seen_at }),
      },
    ]),
  );
}

const TOLD = {
  name: 'observation-told',
  text: `select distinct o.key from observation o
         join ${fromColumns(['text', 'text'], 2)} as a (authority, key) on o.system = a.authority and o.key = a.key
         where o.entity = $1 and o.view is not null`,
};

/** Of the things asked about those that their authority has said something of. */
export async function readTold(
  db: Queryable,
  entity: string,
  asked: readonly { authority: string; key: string }[],
): Promise<Set<string>> {
  const values = [entity, column(asked.map((a) => a.authority)), column(asked.map((a) => a.key))];
  const { rows } = await db.query<{ key: string }>({ ...TOLD, values });
  return new Set(rows.map(({ key }) => key));
}

/** When a thing got another key since `readObservations`, the transaction starts anew. */
export async function writeObservations(
  connection: Connection,
  system: string,
  entity: string,
  batch: number,
  observations: readonly Observation[],
): Promise<void> {
  if (observations.length === 0) return;
  await connection.query({
    ...WRITE,
    values: [
      system,
      entity,
      batch,
      column(observations.map((o) => o.localKey)),
      column(observations.map((o) => o.key)),
      column(observations.map((o) => JSON.stringify(o.view))),
      column(observations.map((o) => o.version)),
      column(observations.map((o) => o.changedAt)),
      column(observations.map((o) => o.ordinal)),
      column(observations.map((o) => o.position)),
      column(observations.map((o) => o.positionBefore)),
      column(observations.map((o) => o.arrived)),
      column(observations.map((o) => o.seenAt)),
      column(observations.map((o) => o.isMade?.toString())),
    ],
  });
}

/** Keeps the keys that a target gave to what was delivered to it, also when that was merged into another thing meanwhile. */
export async function linkLocalKeys(
  connection: Connection,
  system: string,
  entity: string,
  links: readonly { localKey: string; key: string }[],
): Promise<void> {
  if (links.length === 0) return;
  const values = [system, entity, column(links.map((l) => l.localKey)), column(links.map((l) => l.key))];
  await connection.query({ ...LINK, values });
}
