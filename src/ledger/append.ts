import { column, fromColumns } from '../database/columns.ts';
import type { Connection } from '../database/pool.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import { CHANNEL } from './wakeup.ts';

/** Entries of one kind, as they travelled, at the positions after `base`. */
export interface Appended extends Kind {
  base: number;
  count: number;
  /** Columns of text, read by `cells`. Empty: all subjects are the ids, all partition keys the subjects. */
  ids: string;
  subjects: string;
  partitionKeys: string;
  sites: string;
  data: string;
}

type Kind = Pick<NewEntry, 'type' | 'entity' | 'system'>;

/** The next positions, and what the entries at them name. */
const TAKE_POSITIONS = `
    with head as (
      update ledger_head set position = position + $1 returning position - $1 as base
    ), named as (
      insert into mention (key, position)
      select m.key, head.base + m.n from head, ${fromColumns(['text', 'int'], 13)} as m (key, n)
    )`;

const APPEND = {
  name: 'ledger-append',
  text: `
    ${TAKE_POSITIONS}, appended as (
      insert into ledger (position, id, type, entity, system, subject, partition_key, site, time, batch, ordinal, data)
      select head.base + e.n, e.id, $3, $4, $5, coalesce(e.subject, e.id), coalesce(e.partition_key, e.subject, e.id), e.site, e.time, $2,
             e.ordinal, e.data
      from head, ${fromColumns(['text', 'text', 'text', 'text', 'timestamptz', 'int', 'json'], 6)}
        with ordinality as e (id, subject, partition_key, site, time, ordinal, data, n)
    )
    select base, pg_notify('${CHANNEL}', $4) from head`,
};

/** As `APPEND`, with a column for what differs between kinds. */
const APPEND_MIXED = {
  name: 'ledger-append-mixed',
  text: `
    ${TAKE_POSITIONS}, appended as (
      insert into ledger (position, id, type, entity, system, subject, partition_key, site, time, batch, ordinal, data)
      select head.base + e.n, e.id, e.type, e.entity, e.system, e.subject, e.partition_key, e.site, e.time, $2, e.ordinal, e.data
      from head, ${fromColumns(['text', 'text', 'text', 'text', 'text', 'text', 'text', 'timestamptz', 'int', 'json'], 3)}
        with ordinality as e (id, type, entity, system, subject, partition_key, site, time, ordinal, data, n)
    )
    select base, (select count(pg_notify('${CHANNEL}', entity)) from (select distinct unnest(string_to_array($5, E'\\x1e')) as entity) as entities)
    from head`,
};

/**
 * Appends in the order given, and keeps which documents the entries name. Call it last in the transaction, since from here to the commit
 * no one else can append. Resolves, before the commit, to what will stand in the ledger by it where all are of one kind.
 */
export async function append(
  connection: Connection,
  entries: readonly NewEntry[],
  batch?: number,
): Promise<Appended | undefined> {
  const [first] = entries;
  if (!first) return undefined;
  if (entries.every((entry) => isAlike(first, entry))) return appendAlike(connection, entries, batch);
  await appendMixed(connection, entries, batch);
  return undefined;
}

function isAlike(a: NewEntry, b: NewEntry): boolean {
  return a.type === b.type && a.entity === b.entity && a.system === b.system;
}

async function appendAlike(
  connection: Connection,
  entries: readonly NewEntry[],
  batch: number | undefined,
): Promise<Appended> {
  const { type, entity, system } = entries[0]!;
  const { ids, times, ordinals, sites, data, ...travel } = columnsOf(entries);
  const subjects = entries.every((e) => e.subject === e.id) ? '' : travel.subjects();
  const partitionKeys = entries.every((e) => e.partitionKey === e.subject) ? '' : travel.partitionKeys();
  const values = [
    ...[entries.length, batch ?? null, type, entity, system],
    ...[ids, subjects, partitionKeys, sites, times, ordinals, data, ...mentionsOf(entries)],
  ];
  const { rows } = await connection.query<{ base: number }>({ ...APPEND, values });
  const { base } = rows[0]!;
  return { base, count: entries.length, type, entity, system, ids, subjects, partitionKeys, sites, data };
}

async function appendMixed(
  connection: Connection,
  entries: readonly NewEntry[],
  batch: number | undefined,
): Promise<void> {
  const { ids, times, ordinals, sites, data, subjects, partitionKeys } = columnsOf(entries);
  const kinds = [entries.map((e) => e.type), entries.map((e) => e.entity), entries.map((e) => e.system)];
  const values = [
    ...[entries.length, batch ?? null, ids, ...kinds.map(column)],
    ...[subjects(), partitionKeys(), sites, times, ordinals, data, ...mentionsOf(entries)],
  ];
  await connection.query({ ...APPEND_MIXED, values });
}

function columnsOf(entries: readonly NewEntry[]) {
  const texts = (read: (entry: NewEntry) => string | number | undefined) => column(entries.map(read));
  return {
    ids: texts((e) => e.id),
    subjects: () => texts((e) => e.subject),
    partitionKeys: () => texts((e) => e.partitionKey),
    sites: texts((e) => e.site),
    times: texts((e) => e.time),
    ordinals: texts((e) => e.ordinal),
    data: texts((e) => e.data),
  };
}

/** Two columns: a key that an entry names, and which of the entries that is, from 1. */
function mentionsOf(entries: readonly NewEntry[]): [string, string] {
  const mentions = entries.flatMap((entry, i) =>
    [...new Set(entry.mentions)].map((key) => ({ key, n: i + 1 })),
  );
  return [column(mentions.map((m) => m.key)), column(mentions.map((m) => m.n))];
}
