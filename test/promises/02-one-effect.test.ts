import { readdir, rename, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, temporaryFolder, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { factsAndItems } from './landscapes.ts';
import { post } from './senders.ts';

const FACTS = 800;
const ITEMS = 300;
const KILLS = 4;

let database: TestDatabase;
let target: TestTarget;
let hub: HubProcess;
let folder: string;
afterEach(async () => {
  await hub?.kill();
  await target?.stop();
  await database?.drop();
});

test('2. the same message offered twice has one effect: through another door, as a file again, across kills and restarts', async () => {
  database = await testDatabase();
  target = await startTarget();
  folder = await temporaryFolder('stops');
  hub = await startHubProcess(await factsAndItems(folder, target.url), database.url);

  let repeating = true;
  let answers = 0;
  const told = (n: number) => {
    answers += n;
    return repeating;
  };
  const repeated = Promise.all([
    sendAgainAndAgain('pushed', told),
    sendAgainAndAgain('again', told),
    dropAgainAndAgain(told),
  ]);
  for (let kills = 0; kills < KILLS; kills++) {
    const before = answers;
    await until(async () => answers > before + 300);
    await hub.kill();
    await hub.start();
  }
  await until(async () => (await ids()).length >= 2 * FACTS + ITEMS);
  repeating = false;
  await repeated;
  const first = await ids();

  await hub.stop();
  await hub.start();
  await Promise.all([sendAll('pushed', told), sendAll('again', told), dropAll()]);
  await until(async () => target.received.length >= 2 * FACTS);

  const facts = ['mes', 'erp'].flatMap((system) => Array.from({ length: FACTS }, (_, n) => `${system}~${n}`));
  expect(first.filter((id) => !id.startsWith('itm_')).toSorted()).toEqual(facts.toSorted());
  expect(first.filter((id) => /^itm_[0-9A-Z]+@1$/.test(id))).toHaveLength(ITEMS);
  expect(await ids()).toEqual(first);
  const effects = new Map(target.received.map(({ id, body }) => [id, body['id']]));
  expect([...effects.values()].toSorted()).toEqual(facts.toSorted());
  const { rows } = await database.pool.query('select count(*) from parked');
  expect(rows).toEqual([{ count: 0 }]);
});

type Told = (answers: number) => boolean;

const stop = (n: number) => ({ id: String(n), machine: `M${n % 7}`, at: '2026-01-01T00:00:00Z' });

async function sendAgainAndAgain(door: string, told: Told): Promise<void> {
  while (await sendAll(door, told));
}

/** Every fact over HTTP, whether it was acknowledged before or not. */
async function sendAll(door: string, told: Told): Promise<boolean> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let n = 0; n < FACTS; n++) {
    const acknowledged = await post(agent, `${hub.url}/in/mes/${door}`, stop(n));
    if (!acknowledged) await new Promise((resolve) => setTimeout(resolve, 20));
    told(acknowledged ? 1 : 0);
  }
  agent.destroy();
  return told(0);
}

async function dropAgainAndAgain(told: Told): Promise<void> {
  for (let n = 0; told(0); n++) await dropAll(n % 2 === 0 ? 'same' : `another-${n}`);
}

/** Every fact and item as a file, and waits until it was taken away: the same name with the same content, or another name. */
async function dropAll(name = 'same'): Promise<void> {
  const facts = Array.from({ length: FACTS }, (_, n) => stop(n));
  const items = Array.from({ length: ITEMS }, (_, n) => ({ no: `I${n}`, version: 1, name: `Item ${n}` }));
  await Promise.all([drop(`${name}.stops`, facts), drop(`${name}.items`, items)]);
}

async function drop(name: string, documents: object[]): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(`${file}.tmp`, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  await rename(`${file}.tmp`, file);
  await until(async () => !(await waits(name)));
}

/** Whether the file lies where it was put, or where the hub keeps what it reads. */
async function waits(name: string): Promise<boolean> {
  const places = await readdir(folder, { recursive: true });
  return places.some((place) => path.basename(place) === name && !place.startsWith('archive'));
}

async function ids(): Promise<string[]> {
  const { rows } = await database.pool.query('select id from ledger order by position');
  return rows.map((row) => row.id as string);
}
