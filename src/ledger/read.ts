import type { Queryable } from '../database/pool.ts';
import type { LedgerEntry } from '../vocabulary/envelope.ts';
import type { JsonObject } from '../vocabulary/json.ts';

interface Row {
  position: number;
  id: string;
  type: string;
  entity: string;
  system: string;
  subject: string;
  partition_key: string;
  site: string | null;
  time: string;
  recorded_at: string;
  batch: number | null;
  ordinal: number | null;
  data: JsonObject;
}

const COLUMNS =
  'position, id, type, entity, system, subject, partition_key, site, time, recorded_at, batch, ordinal, data';

/** The newest position: everything up to it is readable. */
export async function head(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ position: number }>({
    name: 'head',
    text: 'select position from ledger_head',
  });
  return rows[0]!.position;
}

/** Entries after `position`, in order, of all entities. */
export async function readAll(db: Queryable, position: number, limit: number): Promise<LedgerEntry[]> {
  const text = `select ${COLUMNS} from ledger where position > $1 order by position limit $2`;
  const { rows } = await db.query<Row>({ name: 'ledger-read-all', text, values: [position, limit] });
  return rows.map(toEntry);
}

/** Entries of one entity after `position` and up to `until`, in order. */
export async function readEntity(
  db: Queryable,
  entity: string,
  position: number,
  until: number,
  limit: number,
): Promise<LedgerEntry[]> {
  const text = `select ${COLUMNS} from ledger where entity = $1 and position > $2 and position <= $3 order by position limit $4`;
  const { rows } = await db.query<Row>({
    name: 'ledger-read-entity',
    text,
    values: [entity, position, until, limit],
  });
  return rows.map(toEntry);
}

/** What delivery needs of an entry. */
export type Onward = Pick<
  LedgerEntry,
  'position' | 'type' | 'entity' | 'system' | 'subject' | 'partitionKey' | 'site' | 'data'
>;

/** Entries in order, and the position up to which there are no others. */
export interface Page {
  entries: Onward[];
  head: number;
}

/** Entries of one entity after `position`, and the head of the ledger they were read with. */
export async function readEntityWithHead(
  db: Queryable,
  entity: string,
  position: number,
  limit: number,
): Promise<Page> {
  const text = `
    select h.position as head, e.* from ledger_head h left join lateral (
      select position, type, entity, system, subject, partition_key, site, data
      from ledger where entity = $1 and position > $2 and position <= h.position
      order by position limit $3
    ) e on true order by e.position`;
  const { rows } = await db.query<Row & { head: number }>({
    name: 'ledger-read',
    text,
    values: [entity, position, limit],
  });
  const entries = rows[0]?.position == null ? [] : rows.map(toOnward);
  return { entries, head: rows[0]!.head };
}

function toOnward(row: Row): Onward {
  const { position, type, entity, system, subject, site, data } = row;
  const entry: Onward = { position, type, entity, system, subject, partitionKey: row.partition_key, data };
  if (site !== null) entry.site = site;
  return entry;
}

/** What a process needs of an entry. */
export type Heard = Pick<LedgerEntry, 'position' | 'type' | 'subject' | 'system' | 'time' | 'data'>;

/** Entries of some entities after `position`, and the head of the ledger they were read with. */
export async function readHeard(
  db: Queryable,
  entities: readonly string[],
  position: number,
  limit: number,
): Promise<{ entries: Heard[]; head: number }> {
  const text = `
    select h.position as head, e.* from ledger_head h left join lateral (
      select position, type, subject, system, time, data
      from ledger where entity = any($1) and position > $2 and position <= h.position
      order by position limit $3
    ) e on true order by e.position`;
  const { rows } = await db.query<Heard & { head: number }>({
    name: 'ledger-read-heard',
    text,
    values: [entities, position, limit],
  });
  const entries = rows[0]?.position == null ? [] : rows.map(({ head: _, ...entry }) => entry);
  return { entries, head: rows[0]!.head };
}

/** The entries at these positions, in order; those beyond retention are left out. */
export async function readAt(db: Queryable, positions: readonly number[]): Promise<LedgerEntry[]> {
  const text = `select ${COLUMNS} from ledger where position = any($1) order by position`;
  const { rows } = await db.query<Row>(text, [positions]);
  return rows.map(toEntry);
}

function toEntry(row: Row): LedgerEntry {
  const entry: LedgerEntry = {
    position: row.position,
    id: row.id,
    type: row.type,
    entity: row.entity,
    system: row.system,
    subject: row.subject,
    partitionKey: row.partition_key,
    time: row.time,
    recordedAt: row.recorded_at,
    data: row.data,
  };
  if (row.site !== null) entry.site = row.site;
  if (row.batch !== null) entry.batch = row.batch;
  if (row.ordinal !== null) entry.ordinal = row.ordinal;
  return entry;
}
