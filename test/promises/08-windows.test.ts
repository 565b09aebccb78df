import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { InterfaceStatus, SitesAnswer } from '../../src/api/operations/contract.ts';
import type { MaintenanceAnswer, SystemMaintenance } from '../../src/api/operations/maintenance/contract.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, temporaryFolder, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { factsAndItems, filesToSql, pushToHttp } from './landscapes.ts';
import { createSender, post } from './senders.ts';

let database: TestDatabase;
let hub: HubProcess;
let target: TestTarget | undefined;
let table: TestDatabase | undefined;
let folder: string | undefined;
afterEach(async () => {
  await hub?.kill();
  await target?.stop();
  await table?.drop();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true, force: true });
  [target, table, folder] = [undefined, undefined, undefined];
});

test('8. a window announced over a running flow holds all that is for the system, through a kill, an extension and its end, and spends nothing', async () => {
  database = await testDatabase();
  target = await startTarget();
  hub = await startHubProcess(await pushToHttp(target.url), database.url);
  const sender = createSender(`${hub.url}/in/mes/stops`, 's', 400);
  const sending = sender.run();
  await until(async () => target!.received.length > 20);

  await say('announce', 'planning', { lasts: '3s', reason: 'patches' });
  await until(async () => (await planning()).state === 'held');
  const held = target.received.length;
  expect(held).toBeLessThan(400);
  await say('extend', 'planning', { by: '1h' });

  await hub.kill();
  await hub.start();
  await sending;
  await until(async () => (await waiting()) > 50 && (await planning()).state === 'held');
  // Past the end that was announced first: it was extended.
  const status = await planning();
  await until(async () => Date.now() > Date.parse(status.hold!.until!) - 3_600_000 + 1500);
  expect(status).toMatchObject({
    hold: { state: 'held-window', reason: 'maintenance (patches)', since: expect.any(String) },
  });
  expect(status.problem).toBeUndefined();
  expect(target.received.length).toBe(held);
  expect(hub.output()).not.toMatch(/"level":[45]0/);

  await say('end', 'planning');
  await until(async () => (await waiting()) === 0);
  expect((await planning()).state).toBe('running');
  const { rows } = await database.pool.query('select id, partition_key as key from ledger order by position');
  expect(effects().length).toBe(rows.length);
  for (const key of new Set(rows.map((row) => row.key))) {
    const of = rows.filter((row) => row.key === key).map((row) => row.id);
    expect(effects().filter((id) => of.includes(id))).toEqual(of);
  }
  expect((await database.pool.query('select from parked')).rowCount).toBe(0);
  expect((await database.pool.query('select max(attempts) from receipt')).rows).toEqual([{ max: 1 }]);
});

test('8. a backlog of 20,000 behind a closed window is foretold, and drains once, in order, no faster than the system bears', async () => {
  const [ALL, PER_SECOND] = [20_000, 1500];
  database = await testDatabase();
  table = await testDatabase();
  await table.pool.query(
    'create table stop (n bigint generated always as identity, id text, machine text, at timestamptz default clock_timestamp())',
  );
  folder = await temporaryFolder('stops');
  hub = await startHubProcess(await filesToSql(folder, table.url, { perSecond: PER_SECOND }), database.url);
  await say('announce', 'planning', { lasts: '1h' });
  await drop('all.stops', ALL);
  await until(async () => (await waiting()) === ALL);
  await until(async () => (await planning()).state === 'held');

  const { hold, backlog } = await planning();
  expect(backlog!.how).toBe('estimated');
  expect(Math.abs(backlog!.entries - ALL)).toBeLessThan(ALL / 20);
  const drain = Date.parse(backlog!.caughtUpAt!) - Date.parse(hold!.until!);
  expect(drain / 1000).toBeGreaterThan((ALL / PER_SECOND) * 0.9);

  await say('end', 'planning');
  await until(async () => (await waiting()) === 0);
  const { rows } = await table.pool.query(
    'select array_agg(id order by n) as ids, extract(epoch from max(at) - min(at))::float8 as seconds from stop',
  );
  expect(rows[0].ids).toEqual(await ledger());
  // The last bulk need not be waited for.
  expect(rows[0].seconds).toBeGreaterThan(((ALL - 2000) / PER_SECOND) * 0.95);
});

test('8. what asks a system pauses while it is closed, its watermark with it; a door stays open; nothing is lost', async () => {
  database = await testDatabase();
  target = await startTarget();
  folder = await temporaryFolder('stops');
  hub = await startHubProcess(await factsAndItems(folder, target.url), database.url);
  await drop('first.stops', 300);
  await until(async () => (await ledger()).length === 300);
  await say('announce', 'erp', { lasts: '1h', reason: 'month end' });
  await say('announce', 'mes', { lasts: '1h' });
  await until(async () => (await status('erp/stops')).state === 'held');

  const paused = await status('erp/stops');
  expect(paused.hold).toMatchObject({ state: 'held-window', reason: 'maintenance (month end)' });
  await drop('second.stops', 300, 300);
  const agent = new Agent();
  const pushed = { id: 'pushed', machine: 'M1', at: '2026-01-01T00:00:00Z' };
  expect(await post(agent, `${hub.url}/in/mes/pushed`, pushed)).toBe(true);
  agent.destroy();
  expect((await status('mes/pushed')).state).toBe('running');
  await hub.kill();
  await hub.start();
  await until(async () => (await status('mes/pushed')).state === 'running');
  expect(await readdir(folder)).toContain('second.stops');
  expect(await status('erp/stops')).toMatchObject({ state: 'held', watermark: paused.watermark });
  expect((await ledger()).length).toBe(301);

  await say('end', 'erp');
  await until(async () => (await ledger()).length === 601);
  await until(async () => (await status('erp/stops')).state === 'running');
  await until(async () => Date.parse((await status('erp/stops')).watermark!) > Date.parse(paused.watermark!));
  await until(async () => effects().length === 601);
  expect(new Set(effects()).size).toBe(601);
  expect(hub.output()).not.toMatch(/"level":[45]0/);
});

test('8. one interface is paused, through a kill, while the others of its system go on; then what waited comes once', async () => {
  database = await testDatabase();
  target = await startTarget();
  folder = await temporaryFolder('paused');
  hub = await startHubProcess(await factsAndItems(folder, target.url), database.url);
  const agent = new Agent();
  const push = (door: string, id: string) =>
    post(agent, `${hub.url}/in/mes/${door}`, { id, machine: 'M1', at: '2026-01-01T00:00:00Z' });
  for (const id of ['erp/stops', 'mes/pushed', 'planning/stops'])
    await say('announce', id, { lasts: '1h', reason: 'a recount' });
  const standings = async () =>
    Promise.all(['erp/stops', 'mes/pushed', 'planning/stops'].map(async (id) => (await status(id)).state));
  const allHeld = async () => (await standings()).every((state) => state === 'held');
  await until(allHeld);

  await hub.kill();
  await hub.start();
  await until(allHeld);
  await drop('first.stops', 100);
  await until(() => push('again', 'by-the-other-door'));
  expect(await push('pushed', 'too-early')).toBe(false);
  expect((await status('erp/stops')).hold).toMatchObject({
    state: 'held-window',
    reason: 'maintenance (a recount)',
  });
  await until(async () => (await status('erp/items')).state === 'running');
  expect((await status('mes/again')).state).toBe('running');
  expect(await ledger()).toEqual(['mes~by-the-other-door']);
  expect(effects()).toEqual([]);
  const { systems } = (await hub.ask('GET', '/maintenance?system=mes')) as MaintenanceAnswer;
  expect(systems.map(({ system, now }) => [system, now?.reason])).toEqual([
    ['mes', undefined],
    ['mes/pushed', 'a recount'],
  ]);

  for (const id of ['erp/stops', 'mes/pushed', 'planning/stops']) await say('end', id);
  await until(() => push('pushed', 'now'));
  await until(async () => effects().length === 102);
  expect(new Set(effects()).size).toBe(102);
  await until(async () => (await standings()).every((state) => state === 'running'));
  expect(hub.output()).not.toMatch(/"level":[45]0/);
  agent.destroy();
});

async function say(verb: string, system: string, body: object = {}): Promise<SystemMaintenance> {
  return (await hub.ask('POST', `/maintenance/${verb}`, { system, ...body })) as SystemMaintenance;
}

const planning = () => status('planning/stops');

async function status(id: string): Promise<InterfaceStatus> {
  const { sites } = (await hub.ask('GET', '/sites')) as SitesAnswer;
  const all = sites.flatMap((site) => site.systems.flatMap((system) => system.interfaces));
  return all.find((each) => each.id === id)!;
}

async function drop(name: string, count: number, from = 0): Promise<void> {
  const lines = Array.from({ length: count }, (_, n) => {
    const stop = { id: String(from + n), machine: `M${n % 5}`, at: '2026-01-01T00:00:00Z' };
    return `${JSON.stringify(stop)}\n`;
  });
  await writeFile(path.join(folder!, `${name}.tmp`), lines.join(''));
  await rename(path.join(folder!, `${name}.tmp`), path.join(folder!, name));
}

/** The ids of all entries, in order. */
async function ledger(): Promise<string[]> {
  const { rows } = await database.pool.query('select id from ledger order by position');
  return rows.map((row) => row.id);
}

async function waiting(): Promise<number> {
  const { rows } = await database.pool.query(
    'select (select position from ledger_head) - position as lag from subscription',
  );
  return rows[0].lag;
}

/** Ids in the order in which the target did them: the first of each idempotency key. */
function effects(): string[] {
  const first = new Map<string, string>();
  for (const { id, body } of target!.received) if (!first.has(id)) first.set(id, String(body['id']));
  return [...first.values()];
}
