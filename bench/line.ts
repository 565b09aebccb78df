import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHubProcess, until } from '../test/process.ts';
import { connect, newDatabase } from './database.ts';
import { writeItems, writeMovements } from './files.ts';

const landscape = fileURLToPath(new URL('landscapes/batch', import.meta.url));
const ITEMS = 50_000;
const MOVEMENTS = 150_000;

export interface LineFigures {
  /** Messages a second, from the file to the row in the target, all durable. */
  perSecond: number;
  itemsPerSecond: number;
  movementsPerSecond: number;
  /** Mean size of the ledger's rows: what the raw insert is measured with. */
  rowBytes: number;
}

/** 200,000 messages from files through the whole line into a SQL target. */
export async function benchLine(server: string, folder: string): Promise<LineFigures> {
  const files = path.join(folder, 'line');
  await mkdir(files, { recursive: true });
  await writeItems(path.join(files, 'items.tmp'), ITEMS);
  await writeMovements(path.join(files, 'movements.tmp'), MOVEMENTS, ITEMS);
  const hubDatabase = await newDatabase(server, 'bench_line');
  const target = await newDatabase(server, 'bench_target');
  await makeTarget(target);
  const hub = await startHubProcess(landscape, hubDatabase, { BENCH_FILES: files, BENCH_TARGET: target });
  const db = await connect(hubDatabase);
  try {
    const items = await timed(db, files, 'items', ITEMS);
    const movements = await timed(db, files, 'movements', MOVEMENTS);
    const { rows } = await db.query('select avg(length(data::text))::int as bytes from ledger');
    return {
      perSecond: (ITEMS + MOVEMENTS) / (items + movements),
      itemsPerSecond: ITEMS / items,
      movementsPerSecond: MOVEMENTS / movements,
      rowBytes: rows[0].bytes,
    };
  } finally {
    await db.end();
    await hub.stop();
  }
}

async function timed(
  db: Awaited<ReturnType<typeof connect>>,
  files: string,
  name: string,
  count: number,
): Promise<number> {
  const started = performance.now();
  await rename(path.join(files, `${name}.tmp`), path.join(files, `${name}.ndjson`));
  await until(async () => {
    const { rows } = await db.query('select delivered from subscription where name = $1', [
      `warehouse/${name}`,
    ]);
    return Number(rows[0]?.delivered) >= count;
  }, 300);
  return (performance.now() - started) / 1000;
}

export async function makeTarget(url: string): Promise<void> {
  const target = await connect(url);
  await target.query(`
    create table item (item text primary key, number text, name text, type text, unit text, weight numeric, planner text);
    create table movement (id text primary key, item text, type text, quantity numeric, unit text, occurred_at timestamptz, orders text)`);
  await target.end();
}
