import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, temporaryFolder, until } from '../process.ts';
import { itemFiles } from './landscapes.ts';

const ITEMS = 400;
const VERSIONS = 20;

let database: TestDatabase;
let hub: HubProcess;
afterEach(async () => {
  await hub?.kill();
  await database?.drop();
});

test('3. deduplication, identity, records, ledger and cursor commit as one: after many kills they agree to the entry', async () => {
  database = await testDatabase();
  const files = await temporaryFolder('files');
  const landscape = await itemFiles(files);
  await writeVersions(files);
  hub = await startHubProcess(landscape, database.url);

  for (let kills = 0; kills < 5; kills++) {
    const before = await count('ledger');
    await until(async () => (await count('ledger')) > before + 300 || (await done()));
    await hub.kill();
    await hub.start();
  }
  await until(done);

  expect(await count('ledger')).toBe(ITEMS * VERSIONS);
  expect(await count('inbox')).toBe(ITEMS * VERSIONS);
  expect(await count('observation')).toBe(ITEMS);
  const { rows: records } = await database.pool.query(
    'select min(version), max(version), count(*) from record',
  );
  expect(records).toEqual([{ min: VERSIONS, max: VERSIONS, count: ITEMS }]);
  const { rows: gaps } = await database.pool.query(`
    select subject from ledger group by subject
    having array_agg((data ->> 'version')::int order by position) <> array(select generate_series(1, ${VERSIONS}))`);
  expect(gaps).toEqual([]);
});

async function done(): Promise<boolean> {
  const { rows } = await database.pool.query('select accepted from source');
  return rows[0]?.accepted === ITEMS * VERSIONS;
}

async function count(table: string): Promise<number> {
  const { rows } = await database.pool.query(`select count(*) from ${table}`);
  return rows[0].count;
}

/** One file, every item again and again with a new version: order matters on every line. */
async function writeVersions(folder: string): Promise<void> {
  const lines: string[] = [];
  for (let version = 1; version <= VERSIONS; version++) {
    for (let n = 0; n < ITEMS; n++)
      lines.push(JSON.stringify({ no: `I${n}`, version, name: `Item ${n}, version ${version}` }));
  }
  await writeFile(path.join(folder, 'items.tmp'), `${lines.join('\n')}\n`);
  await rename(path.join(folder, 'items.tmp'), path.join(folder, 'items.ndjson'));
}
