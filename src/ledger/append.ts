import { column, fromColumns } from '../database/columns.ts';
import type { Connection } from '../database/pool.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import { CHANNEL } from './wakeup.ts';

const APPEND = {
  name: 'ledger-append',
  text: `
    with head as (
      update ledger_head set position = position + $1 returning position - $1 as base
    )
    insert into ledger (position, id, type, entity, system, subject, partition_key, site, time, batch, ordinal, data)
    select head.base + e.n, e.id, e.type, e.entity, e.system, e.subject, e.partition_key, e.site, e.time, $2, e.ordinal, e.data
    from head, ${fromColumns(['text', 'text', 'text', 'text', 'text', 'text', 'text', 'timestamptz', 'int', 'json'], 3)}
      with ordinality as e (id, type, entity, system, subject, partition_key, site, time, ordinal, data, n)`,
};

const HEAD = { name: 'ledger-head', text: 'select position from ledger_head' };

/**
 * Appends in the order given; call it last in the transaction, since from here to the commit no one else can append.
 * Resolves to the position of the first entry; the others follow without gaps.
 */
export async function append(
  connection: Connection,
  entries: readonly NewEntry[],
  batch?: number,
): Promise<number> {
  if (entries.length === 0) return 0;
  const texts = (read: (entry: NewEntry) => string | number | undefined) => column(entries.map(read));
  const inserted = connection.query({
    ...APPEND,
    values: [
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
    ],
  });
  const head = connection.query<{ position: number }>(HEAD);
  const woken = connection.query(`notify ${CHANNEL}`);
  const [, { rows }] = await Promise.all([inserted, head, woken]);
  return rows[0]!.position - entries.length + 1;
}
