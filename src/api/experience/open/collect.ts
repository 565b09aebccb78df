import type { Pool } from '../../../database/pool.ts';
import { type Found, findRecords, type Place, type Wanted } from '../../../register/find.ts';
import { pagesFrom } from '../listing/pagesFrom.ts';

/** Rows made of records as they are found; a record may be left out of the list. */
export type MakeRows<Row> = (found: readonly Found[]) => Promise<(Row | undefined)[]>;

/** Found and made at once where some are left out. */
const CHUNK = 500;
/** So many are looked through for one page; the next page goes on after them. */
const MOST = 5000;

/** One page of rows; `next`: after which place there may be more. */
export async function collect<Row>(
  pool: Pool,
  wanted: Wanted,
  after: Place | undefined,
  limit: number,
  make: MakeRows<Row>,
  choosy: boolean,
): Promise<{ rows: Row[]; next?: Place }> {
  const rows: Row[] = [];
  const chunk = choosy ? CHUNK : limit + 1;
  let place = after;
  for (let looked = 0; looked < MOST; looked += chunk) {
    const found = await findRecords(pool, wanted, place, chunk);
    // Of those that only tell that there is more, nothing need be known.
    const made = await make(choosy ? found : found.slice(0, limit));
    for (const [n, row] of made.entries()) {
      if (rows.length === limit) return { rows, ...(place && { next: place }) };
      place = found[n]!;
      if (row !== undefined) rows.push(row);
    }
    if (found.length < chunk) return { rows };
    if (!choosy) break;
  }
  return { rows, ...(place && { next: place }) };
}

/** All rows, as fast as they are taken. */
export async function* collectAll<Row>(
  pool: Pool,
  wanted: Wanted,
  from: Place | undefined,
  make: MakeRows<Row>,
): AsyncGenerator<Row[]> {
  const pages = pagesFrom(from, CHUNK, (after: Place | undefined, limit) =>
    findRecords(pool, wanted, after, limit),
  );
  for await (const found of pages) yield (await make(found)).filter((row) => row !== undefined);
}
