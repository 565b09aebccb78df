import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHubProcess, until } from '../test/process.ts';
import { connect, newDatabase } from './database.ts';
import { writeItems, writeMovements } from './files.ts';
import { makeTarget } from './line.ts';

const landscape = fileURLToPath(new URL('landscapes/batch', import.meta.url));

/**
 * Messages a second that reach the target when a maintenance window ends over a backlog: a quarter items, the rest movements. `perSecond` is what
 * the target bears.
 */
export async function benchWindow(
  server: string,
  folder: string,
  messages: number,
  perSecond: number,
): Promise<number> {
  const files = path.join(folder, 'window');
  await mkdir(files, { recursive: true });
  const items = Math.round(messages / 4);
  await writeItems(path.join(files, 'items.tmp'), items);
  await writeMovements(path.join(files, 'movements.tmp'), messages - items, items);
  const hubDatabase = await newDatabase(server, 'bench_window');
  const target = await newDatabase(server, 'bench_window_target');
  await makeTarget(target);
  const hub = await startHubProcess(landscape, hubDatabase, {
    BENCH_FILES: files,
    BENCH_TARGET: target,
    BENCH_PER_SECOND: String(perSecond),
  });
  const db = await connect(hubDatabase);
  const read = async (sql: string) => Number((await db.query(sql)).rows[0].n);
  try {
    await hub.ask('POST', '/maintenance/announce', { system: 'warehouse', lasts: '12h' });
    for (const [name, head] of [
      ['items', items],
      ['movements', messages],
    ] as const) {
      await rename(path.join(files, `${name}.tmp`), path.join(files, `${name}.ndjson`));
      await until(async () => (await read('select position as n from ledger_head')) >= head, 600);
    }
    const started = performance.now();
    await hub.ask('POST', '/maintenance/end', { system: 'warehouse' });
    await until(async () => (await read('select sum(delivered) as n from subscription')) >= messages, 600);
    return messages / ((performance.now() - started) / 1000);
  } finally {
    await db.end();
    await hub.stop();
  }
}
