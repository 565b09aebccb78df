import { type Cell, column, fromColumns } from '../src/database/columns.ts';
import { connect } from './database.ts';

const TYPES = ['bigint', 'text', 'text', 'text', 'text', 'text', 'text', 'text', 'timestamptz', 'json'];
const COLUMNS = 'position, id, type, entity, system, subject, partition_key, site, time, data';

/** How the rows travel: as arrays, the usual way, or as the hub sends them (`src/database/columns.ts`). */
export type Way = 'arrays' | 'columns';

const from: Record<Way, string> = {
  arrays: `unnest(${TYPES.map((type, i) => `$${i + 1}::${type}[]`).join(', ')})`,
  columns: fromColumns(TYPES),
};

/**
 * Rows a second of a batched insert, 1,000 rows a transaction, durable, into a bare table with the columns of the ledger and a primary key:
 * what this PostgreSQL can do at all.
 */
export async function benchRaw(database: string, dataBytes: number, rows: number, way: Way): Promise<number> {
  const client = await connect(database);
  await client.query(`
    create table raw (position bigint primary key, id text, type text, entity text, system text, subject text, partition_key text,
                      site text, time timestamptz, data json)`);
  const data = JSON.stringify({ text: 'x'.repeat(Math.max(0, dataBytes - 11)) });
  const at = new Date().toISOString();
  const text = `insert into raw (${COLUMNS}) select * from ${from[way]}`;
  const started = performance.now();
  for (let n = 0; n < rows; n += 1000) {
    const numbers = Array.from({ length: 1000 }, (_, i) => n + i);
    const same = (value: string): string[] => numbers.map(() => value);
    const ids = numbers.map((i) => `erp~${4_900_000_000 + i}~1`);
    const keys = numbers.map((i) => `itm_01JN7QXXXXXXXXXXXX${i}~detroit`);
    const facts = ['inventoryMovement.recorded', 'inventoryMovement', 'erp'].map(same);
    const values: Cell[][] = [numbers, ids, ...facts, ids, keys, same('detroit'), same(at), same(data)];
    const parameters: unknown[] = way === 'arrays' ? values : values.map((cells) => column(cells));
    await client.query({ name: 'raw', text, values: parameters });
  }
  const seconds = (performance.now() - started) / 1000;
  await client.end();
  return rows / seconds;
}
