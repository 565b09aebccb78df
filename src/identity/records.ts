import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';
import type { Told } from './told.ts';

/** The current record of one thing. */
export interface CurrentRecord {
  key: string;
  /** Counts up without gaps. */
  version: number;
  data: JsonObject;
  changedAt: Instant;
  /** Who said what stands; absent: not known, or left as it is. */
  told?: Told;
}

const MANY = `select key, version, data, changed_at, told from record
         where entity = $1 and key = any(string_to_array($2, E'\\x1e', E'\\x1f'))`;
const READ = { name: 'record-read', text: MANY };
const LOCK = { name: 'record-lock', text: `${MANY} order by key for update` };

const ROWS = `${fromColumns(['text', 'int', 'json', 'timestamptz', 'json'], 2)} as r (key, version, data, changed_at, told)`;

const CREATE = {
  name: 'record-create',
  text: `
    insert into record (entity, key, version, data, changed_at, told)
    select $1, r.key, r.version, r.data, r.changed_at, r.told from ${ROWS} order by r.key
    on conflict (entity, key) do update set version = made_meanwhile(excluded.key)`,
};

const UPDATE = {
  name: 'record-update',
  text: `update record set version = r.version, data = r.data, changed_at = r.changed_at,
           told = coalesce(r.told, record.told)
         from ${ROWS} where record.entity = $1 and record.key = r.key`,
};

interface Row {
  key: string;
  version: number;
  data: JsonObject;
  changed_at: string;
  told: Told | null;
}

/** Reads and locks, in the order of keys so that two writers cannot wait for each other. */
export async function lockRecords(
  connection: Connection,
  entity: string,
  keys: readonly string[],
): Promise<Map<string, CurrentRecord>> {
  const { rows } = await connection.query<Row>({ ...LOCK, values: [entity, column(keys)] });
  return new Map(rows.map((row) => [row.key, toRecord(row)]));
}

/** Reads without locking: for looking ahead only. */
export async function readRecords(
  db: Queryable,
  entity: string,
  keys: readonly string[],
): Promise<Map<string, CurrentRecord>> {
  const { rows } = await db.query<Row>({ ...READ, values: [entity, column(keys)] });
  return new Map(rows.map((row) => [row.key, toRecord(row)]));
}

/** Keeps what is new; when someone else made one of them since `lockRecords`, the transaction starts anew. */
export function createRecords(
  connection: Connection,
  entity: string,
  records: readonly CurrentRecord[],
): Promise<void> {
  return write(connection, CREATE, entity, records);
}

/** Keeps what changed of records that `lockRecords` locked. */
export function updateRecords(
  connection: Connection,
  entity: string,
  records: readonly CurrentRecord[],
): Promise<void> {
  return write(connection, UPDATE, entity, records);
}

async function write(
  connection: Connection,
  statement: { name: string; text: string },
  entity: string,
  records: readonly CurrentRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await connection.query({
    ...statement,
    values: [
      entity,
      column(records.map((r) => r.key)),
      column(records.map((r) => r.version)),
      column(records.map((r) => JSON.stringify(r.data))),
      column(records.map((r) => r.changedAt)),
      column(records.map((r) => r.told && JSON.stringify(r.told))),
    ],
  });
}

export async function readRecord(
  db: Queryable,
  entity: string,
  key: string,
): Promise<CurrentRecord | undefined> {
  const { rows } = await db.query<Row>(
    'select key, version, data, changed_at, told from record where entity = $1 and key = $2',
    [entity, key],
  );
  return rows[0] && toRecord(rows[0]);
}

const PAGE = 2_000;

/** All records of an entity in the order of their keys. */
export async function* recordPages(
  db: Queryable,
  entity: string,
): AsyncGenerator<{ key: string; data: JsonObject }[]> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const { rows }: { rows: { key: string; data: JsonObject }[] } = await db.query(
      'select key, data from record where entity = $1 and key > $2 order by key limit $3',
      [entity, after, PAGE],
    );
    yield rows;
    after = rows.at(-1)?.key;
  }
}

function toRecord(row: Row): CurrentRecord {
  const { key, version, data, told } = row;
  return { key, version, data, changedAt: row.changed_at, ...(told && { told }) };
}
