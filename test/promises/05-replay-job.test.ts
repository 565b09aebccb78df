import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { GroupsAnswer } from '../../src/api/operations/parked/groupsContract.ts';
import type { ReplayJob, ReplayStarted } from '../../src/api/operations/parked/jobContract.ts';
import type { Preview } from '../../src/api/operations/parked/previewContract.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, temporaryFolder, until, writeLandscape } from '../process.ts';

const MESSAGES = 6000;
/** Of these the mended code list frees none: they break a second rule. */
const BAD = 60;

let database: TestDatabase;
let hub: HubProcess;
afterEach(async () => {
  await hub?.kill();
  await database?.drop();
});

test('5. a replay of thousands goes on after the hub is killed in the middle of it, and its sums are what the preview said', async () => {
  database = await testDatabase();
  const folder = await temporaryFolder('files');
  const landscape = await itemsWithUnits(folder);
  hub = await startHubProcess(landscape, database.url);
  const lines = Array.from({ length: MESSAGES }, (_, n) => {
    const bad = n % (MESSAGES / BAD) === 0;
    return JSON.stringify({ no: `I${n}`, name: bad ? 17 : `item ${n}`, unit: 'BX' });
  });
  await writeFile(path.join(folder, 'items.tmp'), `${lines.join('\n')}\n`);
  await rename(path.join(folder, 'items.tmp'), path.join(folder, 'items.ndjson'));
  await until(async () => (await groups()).total.messages === MESSAGES);
  expect((await groups()).groups).toMatchObject([
    { title: "unit 'BX' of erp has no translation", count: MESSAGES, mended: false },
  ]);

  await hub.stop();
  await writeFile(path.join(landscape, 'codes/unit.yaml'), units('KG: KGM, BX: EA'));
  await hub.start();
  const [{ id: group, mended }] = (await groups()).groups as [GroupsAnswer['groups'][number]];
  expect(mended).toBe(true);
  const { sums } = (await hub.ask('POST', '/parked/preview', { filter: { group } })) as Preview;
  expect(sums).toEqual({ accepted: MESSAGES - BAD, 'still-parks': BAD });
  expect(await ledger()).toEqual({ entries: 0, things: 0 });

  const started = (await hub.ask('POST', '/parked/replay', { filter: { group } })) as ReplayStarted;
  const job = async () => (await hub.ask('GET', `/parked/jobs/${started.job}`)) as ReplayJob;
  const decided = async () =>
    (await database.pool.query('select from replay_item where outcome is not null')).rowCount!;
  let killed = 0;
  for (const reached of [1, 2000]) {
    // Asked of the database: the hub is busy with the very job.
    await until(async () => (await decided()) >= reached);
    await hub.kill();
    if ((await database.pool.query('select from replay_item where outcome is null')).rowCount! > 0) killed++;
    await hub.start();
  }
  expect(killed).toBeGreaterThan(0);
  await until(async () => (await job()).state === 'done');
  expect(await job()).toMatchObject({ messages: MESSAGES, outcomes: sums });
  expect(await ledger()).toEqual({ entries: MESSAGES - BAD, things: MESSAGES - BAD });
  expect((await groups()).total.messages).toBe(BAD);
});

async function groups(): Promise<GroupsAnswer> {
  return (await hub.ask('GET', '/parked/groups')) as GroupsAnswer;
}

async function ledger(): Promise<{ entries: number; things: number }> {
  const { rows } = await database.pool.query(
    'select count(*) as entries, count(distinct subject) as things from ledger',
  );
  return rows[0];
}

const units = (values: string) => `list: unit\nsystem: erp\nvalues: { ${values} }\n`;

function itemsWithUnits(folder: string): Promise<string> {
  return writeLandscape({
    'codes/unit.yaml': units('KG: KGM'),
    'systems/erp.yaml': `
system: erp
kind: erp
site: detroit
connector: file
connection: { folder: "${folder}" }
interfaces:
  items:
    source: item@1
    read: { pattern: "*.ndjson", every: 100ms, settle: 0ms, batch: 500 }
    format: ndjson
    map: items.in.jsonata
`,
    'systems/items.in.jsonata': `{
  "localKey": no, "status": "active", "number": no, "baseUnit": $code("unit", unit), "names": { "en": name }
}
`,
  });
}
