import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHubProcess, until } from '../test/process.ts';
import { connect, newDatabase } from './database.ts';
import { writeItems, writeMovements } from './files.ts';

const landscape = fileURLToPath(new URL('landscapes/batch', import.meta.url));
const ITEMS = 10_000;

export interface BacklogFigures {
  messages: number;
  /** Highest resident memory while the first half came in, and while the second did. */
  firstHalf: number;
  secondHalf: number;
}

/** Memory of the hub while a backlog grows behind a target that is down. */
export async function benchBacklog(
  server: string,
  folder: string,
  messages: number,
): Promise<BacklogFigures> {
  const files = path.join(folder, 'backlog');
  await mkdir(files, { recursive: true });
  const database = await newDatabase(server, 'bench_backlog');
  const hub = await startHubProcess(landscape, database, {
    BENCH_FILES: files,
    BENCH_TARGET: 'postgresql://nobody@127.0.0.1:9/nothing',
  });
  const db = await connect(database);
  const accepted = async (name: string) => {
    const { rows } = await db.query('select accepted::int as accepted from source where name = $1', [
      `erp/${name}`,
    ]);
    return rows[0].accepted as number;
  };
  try {
    await writeItems(path.join(files, 'items.tmp'), ITEMS);
    await writeMovements(path.join(files, 'movements.tmp'), messages, ITEMS);
    await rename(path.join(files, 'items.tmp'), path.join(files, 'items.ndjson'));
    await until(async () => (await accepted('items')) === ITEMS, 120);
    await rename(path.join(files, 'movements.tmp'), path.join(files, 'movements.ndjson'));
    const highest = [0, 0];
    await until(async () => {
      const count = await accepted('movements');
      const half = count < messages / 2 ? 0 : 1;
      highest[half] = Math.max(highest[half]!, Math.round(await hub.megabytes()));
      return count === messages;
    }, 600);
    return { messages, firstHalf: highest[0]!, secondHalf: highest[1]! };
  } finally {
    await db.end();
    await hub.stop();
  }
}
