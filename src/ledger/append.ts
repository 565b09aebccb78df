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

const APPEND = {
  name: 'ledger-append',
  text: `
    with head as (
      update ledger_head set position = position + $1 returning position - $1 as base
    ), named as (
      insert into mention (key, position)
      select m.key, head.base + m.n from head, ${fromColumns(['text', 'int'], 13)} as m (key, n)
    ), appended as (
      insert into ledger (position, id, type, entity, system, subject, partition_key, site, time, batch, ordinal, data)
      select head.base + e.n, e.id, $3, $4, $5, coalesce(e.subject, e.id), coalesce(e.partition_key, e.subject, e.id), e.site, e.time, $2,
             e.ordinal, e.data
      from head, ${fromColumns(['text', 'text', 'text', 'text', 'timestamptz', 'int', 'json'], 6)}
        with ordinality as e (id, subject, partition_key, site, time, ordinal, data, n)
    )
    select base, pg_notify('${CHANNEL}', $4) from head`,
};

/**
 * Appends in the order given, and keeps which documents the entries name. Call it last in the transaction, since from here to the commit
 * no one else can append. Resolves, before the commit, to what will stand in the ledger by it.
 */
export function append(
  connection: Connection,
  entries: readonly NewEntry[],
  batch?: number,
): Promise<Appended[]> {
  return Promise.all(byKind(entries).map((alike) => appendAlike(connection, alike, batch)));
}

/** Entries that follow each other and share what needs to travel only once. */
function byKind(entries: readonly NewEntry[]): NewEntry[][] {
  const runs: NewEntry[][] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    if (last && isAlike(last[0]!, entry)) last.push(entry);
    else runs.push([entry]);
  }
  return runs;
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
  const texts = (read: (entry: NewEntry) => string | number | undefined) => column(entries.map(read));
  const ids = texts((e) => e.id);
  const subjects = entries.every((e) => e.subject === e.id) ? '' : texts((e) => e.subject);
  const partitionKeys = entries.every((e) => e.partitionKey === e.subject)
    ? ''
    : texts((e) => e.partitionKey);
  const sites = texts((e) => e.site);
  const data = texts((e) => e.data);
  const mentions = entries.flatMap((entry, i) =>
    [...new Set(entry.mentions)].map((key) => ({ key, n: i + 1 })),
  );
  const values = [
    entries.length,
    batch ?? null,
    type,
    entity,
    system,
    ids,
    subjects,
    partitionKeys,
    sites,
    texts((e) => e.time),
    texts((e) => e.ordinal),
    data,
    column(mentions.map((m) => m.key)),
    column(mentions.map((m) => m.n)),
  ];
  const { rows } = await connection.query<{ base: number }>({ ...APPEND, values });
  return {
    base: rows[0]!.base,
    count: entries.length,
    type,
    entity,
    system,
    ids,
    subjects,
    partitionKeys,
    sites,
    data,
  };
}
