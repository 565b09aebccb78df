import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Instant } from '../vocabulary/json.ts';
import { digestAt, packDigests } from './digest.ts';

/** What one send delivered. */
export interface NewReceipt {
  positions: readonly number[];
  sentAt: Instant;
  receivedAt: Instant;
  attempts: number;
  /** What the target told about single deliveries, by position: its key, its version, its words. */
  details?: Record<string, { localKey?: string; version?: string; detail?: string }>;
  /** Of the documents that were sent, in the order of `positions`; undefined where the target had it already. */
  digests?: readonly (string | undefined)[];
  /** The replay that sent it, if one did. */
  replay?: number;
}

export interface Receipt extends NewReceipt {
  interface: string;
}

export async function keepReceipts(
  connection: Connection,
  subscription: number,
  receipts: readonly NewReceipt[],
): Promise<void> {
  if (receipts.length === 0) return;
  await connection.query({
    name: 'receipt-keep',
    text: `
      insert into receipt (subscription, first, last, positions, sent_at, received_at, attempts, details, digests, replay)
      select $1, r.first, r.last, r.positions::bigint[], r.sent_at, r.received_at, r.attempts, r.details, decode(r.digests, 'hex'), r.replay
      from ${fromColumns(['bigint', 'bigint', 'text', 'timestamptz', 'timestamptz', 'int', 'json', 'text', 'int'], 2)}
        as r (first, last, positions, sent_at, received_at, attempts, details, digests, replay)`,
    values: [
      subscription,
      column(receipts.map((r) => r.positions[0])),
      column(receipts.map((r) => r.positions.at(-1))),
      column(receipts.map((r) => `{${r.positions.join(',')}}`)),
      column(receipts.map((r) => r.sentAt)),
      column(receipts.map((r) => r.receivedAt)),
      column(receipts.map((r) => r.attempts)),
      column(receipts.map((r) => r.details && JSON.stringify(r.details).replaceAll('\\u0000', '\\ufffd'))),
      column(receipts.map((r) => packDigests(r.digests ?? []))),
      column(receipts.map((r) => r.replay)),
    ],
  });
}

interface Row {
  interface: string;
  positions: number[];
  sent_at: Instant;
  received_at: Instant;
  attempts: number;
  details: NewReceipt['details'] | null;
  digest: string | null;
}

/** The receipts of one entry, of every interface it went to. */
export async function readReceipts(db: Queryable, position: number): Promise<Receipt[]> {
  const { rows } = await db.query<Row>(
    `select s.name as interface, array[$1::bigint]::text[] as positions, r.sent_at, r.received_at, r.attempts,
            r.details -> $1::text as details, ${digestAt('r', '$1')} as digest
     from subscription s join receipt r on r.subscription = s.id
     where r.first <= $1 and r.last >= $1 and $1 = any(r.positions)
     order by r.received_at`,
    [position],
  );
  return rows.map((row) => ({
    interface: row.interface,
    positions: [position],
    sentAt: row.sent_at,
    receivedAt: row.received_at,
    attempts: row.attempts,
    ...(row.digest !== null && { digests: [row.digest] }),
    ...(row.details && { details: { [position]: row.details } as NonNullable<NewReceipt['details']> }),
  }));
}

/** Forgets receipts older than `milliseconds`. */
export async function forgetReceipts(db: Queryable, milliseconds: number): Promise<void> {
  await db.query(`delete from receipt where received_at < now() - $1 * interval '1 millisecond'`, [
    milliseconds,
  ]);
}
