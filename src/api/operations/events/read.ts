import type { Queryable } from '../../../database/pool.ts';
import { head, readAll, readEntity } from '../../../ledger/read.ts';
import type { LedgerEntry } from '../../../vocabulary/envelope.ts';

/** Entries after a position, and from where to read on: also past what is of another entity. */
export async function readEvents(
  db: Queryable,
  after: number,
  limit: number,
  entity?: string,
): Promise<{ entries: LedgerEntry[]; next: number; head: number }> {
  const newest = await head(db);
  const entries =
    entity === undefined
      ? await readAll(db, after, limit)
      : await readEntity(db, entity, after, newest, limit);
  const last = entries.at(-1)?.position ?? after;
  const next = entries.length < limit && entity !== undefined ? Math.max(newest, last) : last;
  return { entries, next, head: Math.max(newest, last) };
}
