import { column, fromColumns } from '../../database/columns.ts';
import type { Connection, Queryable } from '../../database/pool.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import type { Matcher } from './matcher.ts';

/** What more records than these have in common tells none of them. */
const TELLING = 30;

const FIND = {
  name: 'match-block-find',
  text: `select w.block, m.key from ${fromColumns(['bigint'])} as w (block)
         cross join lateral (select key from match_block where block = w.block limit ${TELLING + 1}) m`,
};

const KEEP = {
  name: 'match-block-keep',
  text: `insert into match_block (block, key) select block, key from ${fromColumns(['bigint', 'text'])} as b (block, key)
         on conflict do nothing`,
};

/** The keys found under each block; those under which too many are found are left out. */
export async function findBlocks(db: Queryable, blocks: Iterable<number>): Promise<Map<number, string[]>> {
  const asked = [...new Set(blocks)];
  if (asked.length === 0) return new Map();
  const { rows } = await db.query<{ block: number; key: string }>({ ...FIND, values: [column(asked)] });
  const found = new Map<number, string[]>();
  for (const { block, key } of rows) {
    const keys = found.get(block);
    if (keys) keys.push(key);
    else found.set(block, [key]);
  }
  for (const [block, keys] of found) if (keys.length > TELLING) found.delete(block);
  return found;
}

/** Makes records known to matching. */
export async function keepBlocks(
  connection: Connection,
  matcher: Matcher,
  records: readonly { key: string; data: JsonObject }[],
): Promise<void> {
  const rows = records.flatMap(({ key, data }) => {
    const features = matcher.read(data);
    return features ? matcher.blocks(features).map((block) => ({ block, key })) : [];
  });
  if (rows.length === 0) return;
  const values = [column(rows.map(({ block }) => block)), column(rows.map(({ key }) => key))];
  await connection.query({ ...KEEP, values });
}
