import { mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, temporaryFolder, until } from '../process.ts';
import { itemFiles } from '../promises/landscapes.ts';
import { watchMemory } from '../promises/memory.ts';

const GIGABYTE = 2 ** 30;
const { bavail, bsize } = await statfs(tmpdir());
const withoutRoom =
  bavail * bsize < 6 * GIGABYTE && process.env['CI'] !== 'true' ? 'the disk has no room for it' : undefined;

let database: TestDatabase;
let hub: HubProcess;
let files: string;
afterEach(async () => {
  await hub?.kill();
  await database?.drop();
  if (files) await rm(files, { recursive: true, force: true });
});

test.skipIf(withoutRoom)(
  'a line of 2 GB parks, what stands before and after it goes on, and memory holds none of it',
  async () => {
    database = await testDatabase();
    files = await temporaryFolder('huge');
    await mkdir(files, { recursive: true });
    hub = await startHubProcess(await itemFiles(files), database.url, {
      NODE_OPTIONS: '--max-old-space-size=512',
    });
    const memory = watchMemory(hub);
    await dropHuge(files);
    await until(async () => (await recorded()) === 2, 100).catch((error) => {
      throw new Error(`${error.message}: ${hub.output()}`);
    });

    const { rows } = await database.pool.query('select code, stage, length(raw) as size from parked');
    expect(rows).toEqual([{ code: 'field-too-large', stage: 'decode', size: expect.any(Number) }]);
    expect(rows[0].size).toBeLessThanOrEqual(10 * 1024 * 1024);
    expect(memory.most()).toBeLessThan(1000);
    await memory.stop();
  },
);

/** The line is a hole in the file: it takes time to read, and no room. */
async function dropHuge(folder: string): Promise<void> {
  const item = (no: string) => `${JSON.stringify({ no, version: 1, name: no })}\n`;
  const to = path.join(folder, 'huge.ndjson');
  const file = await open(`${to}.tmp`, 'w');
  await file.write(`${item('BEFORE')}{"no":"`);
  await file.write(`"}\n${item('AFTER')}`, 2 * GIGABYTE);
  await file.close();
  await rename(`${to}.tmp`, to);
}

async function recorded(): Promise<number> {
  const text = `select count(*) from record where data ->> 'number' in ('BEFORE', 'AFTER')`;
  const { rows } = await database.pool.query(text);
  return rows[0].count;
}
