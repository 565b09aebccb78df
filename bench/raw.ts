import { column, fromColumns } from '../src/database/columns.ts';
import { connect } from './hub.ts';

/** Rows a second of a batched insert, 1,000 rows a transaction, durable: what this PostgreSQL can do at all. */
export async function benchRaw(database: string, rowBytes: number, rows: number): Promise<number> {
  const client = await connect(database);
  await client.query(
    'create table raw (position bigint primary key, key text not null, at timestamptz not null, data json not null)',
  );
  const data = JSON.stringify({ text: 'x'.repeat(Math.max(0, rowBytes - 11)) });
  const at = new Date().toISOString();
  const text = `insert into raw select * from ${fromColumns(['bigint', 'text', 'timestamptz', 'json'])}`;
  const started = performance.now();
  for (let n = 0; n < rows; n += 1000) {
    const numbers = Array.from({ length: 1000 }, (_, i) => n + i);
    const values = [
      column(numbers),
      column(numbers.map((i) => `itm_${i}`)),
      column(numbers.map(() => at)),
      column(numbers.map(() => data)),
    ];
    await client.query({ name: 'raw', text, values });
  }
  const seconds = (performance.now() - started) / 1000;
  await client.end();
  return rows / seconds;
}
