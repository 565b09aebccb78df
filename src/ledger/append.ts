import { column, fromColumns } from '../database/columns.ts';
import type { Connection } from '../database/pool.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import { CHANNEL } from './wakeup.ts';

const COLUMNS = ['text', 'text', 'text', 'text', 'text', 'text', 'text', 'timestamptz', 'int', 'json'];

const APPEND = {
  name: 'ledger-append',
  text: `
    with head as (
      update ledger_head set position = position + $1 returning position - $1 as base
    ), named as (
      insert into mention (key, position)
      select m.key, head.base + m.n from head, ${fromColumns(['text', 'int'], 13)} as m (key, n)
    )
    insert into ledger (position, id, type, entity, system, subject, partition_key, site, time, batch, ordinal, data)
    select head.base + e.n, e.id, e.type, e.entity, e.system, e.subject, e.partition_key, e.site, e.time, $2, e.ordinal, e.data
    from head, ${fromColumns(COLUMNS, 3)}
      with ordinality as e (id, type, entity, system, subject, partition_key, site, time, ordinal, data, n)`,
};

const NOTIFY = { name: 'ledger-notify', text: `select pg_notify('${CHANNEL}', $1)` };

/**
 * Appends in the order given, and keeps which documents the entries name. Call it last in the transaction, since from here to the commit
 * no one else can append.
 */
export async function append(
  connection: Connection,
  entries: readonly NewEntry[],
  batch?: number,
): Promise<void> {
  if (entries.length === 0) return;
  const texts = (read: (entry: NewEntry) => string | number | undefined) => column(entries.map(read));
  const mentions = entries.flatMap((entry, i) =>
    [...new Set(entry.mentions)].map((key) => ({ key, n: i + 1 })),
  );
  const values = [
    entries.length,
    batch ?? null,
    texts((e) => e.id),
    texts((e) => e.type),
    texts((e) => e.entity),
    texts((e) => e.system),
    texts((e) => e.subject),
    texts((e) => e.partitionKey),
    texts((e) => e.site),
    texts((e) => e.time),
    texts((e) => e.ordinal),
    texts((e) => e.data),
    column(mentions.map((m) => m.key)),
    column(mentions.map((m) => m.n)),
  ];
  const entities = [...new Set(entries.map((e) => e.entity))].join(' ');
  await Promise.all([
    connection.query({ ...APPEND, values }),
    connection.query({ ...NOTIFY, values: [entities] }),
  ]);
}
