import { afterEach, expect, test } from 'vitest';
import type { InterfaceStatus, SitesAnswer } from '../../src/api/operations/contract.ts';
import { type Clock, wrongClock } from '../clock.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { pushToHttp } from './landscapes.ts';
import { createSender, type Sender } from './senders.ts';

const HOURS = 3600;
const lacking = 'there is no libfaketime (Debian: apt install faketime)';

const clock = await wrongClock();
let database: TestDatabase;
let target: TestTarget;
let hubs: HubProcess[] = [];
let senders: Sender[] = [];
let sending: Promise<void>[] = [];
afterEach(async () => {
  for (const sender of senders) sender.stop();
  await Promise.all(sending);
  for (const hub of hubs) await hub.kill();
  await target?.stop();
  await database?.drop();
  [hubs, senders, sending] = [[], [], []];
});

const lasting =
  '11. the clock of a hub jumps hours ahead and back: it keeps its work, no watermark says what is not so, and nothing is lost, doubled or reordered';
const closing =
  '8. the clock of a hub jumps hours ahead and back: a window holds until it is over, a pause for as long as was asked, a retry comes in its time';

if (clock) {
  test(lasting, () => jumpWhileItFlows(clock), 240_000);
  test(closing, () => jumpWhileItWaits(clock), 240_000);
} else if (process.env['CI'])
  test(lasting, () => {
    throw new Error(lacking);
  });
else for (const name of [lasting, closing]) test.skip(`${name} (${lacking})`, () => {});

async function jumpWhileItFlows(clock: Clock): Promise<void> {
  await open(clock, 2);
  const before = await holders();
  for (const hours of [3, -5, 20, 0]) {
    await jump(clock, hours);
    await moreArrive(40);
    expect(await holders()).toEqual(before);
    const { rows } = await database.pool.query(
      'select name from source where watermark > clock_timestamp() union all select id from ledger where recorded_at > clock_timestamp()',
    );
    expect(rows).toEqual([]);
  }
  const known = await watermark();
  await until(async () => (await watermark()) > known);
  await everyEffectOnce();
}

async function jumpWhileItWaits(clock: Clock): Promise<void> {
  await open(clock, 1);
  await jump(clock, 3);
  await hubs[0]!.ask('POST', '/maintenance/announce', { system: 'planning', lasts: '1h' });
  for (const hours of [-5, 3, 0]) {
    await until(async () => (await planning()).hold?.state === 'held-window');
    const held = target.received.length;
    await jump(clock, hours);
    await until(async () => Date.parse((await planning()).hold?.until ?? '') < Date.now() + HOURS * 1000);
    expect((await planning()).hold?.state).toBe('held-window');
    expect(target.received.length).toBe(held);
  }
  await hubs[0]!.ask('POST', '/maintenance/end', { system: 'planning' });
  await moreArrive(20);

  let asked = 0;
  target.answer = ({ id }) => {
    if (id.endsWith('0')) return { status: 400 + 23 };
    return asked++ === 0 ? { status: 429, headers: { 'retry-after': '3' } } : { status: 200 };
  };
  await until(async () => asked > 0);
  await jump(clock, -5);
  await moreArrive(20);
  target.answer = () => ({ status: 200 });
  await everyEffectOnce();
}

async function open(clock: Clock, count: number): Promise<void> {
  database = await testDatabase();
  target = await startTarget();
  clock.set(0);
  const landscape = await pushToHttp(target.url);
  // The first takes everything, and has the clock that jumps.
  hubs = [await startHubProcess(landscape, database.url, clock.environment)];
  while (hubs.length < count) hubs.push(await startHubProcess(landscape, database.url));
  const doors = hubs.map(({ url }) => `${url}/in/mes/stops`);
  senders = [0, 1].map((n) => createSender(doors, `s${n}`, 100_000));
  sending = senders.map((sender) => sender.run());
  await moreArrive(20);
}

/** Sets the clock of the first hub, and waits until it shows. */
async function jump(clock: Clock, hours: number): Promise<void> {
  clock.set(hours * HOURS);
  await until(async () => {
    const { at } = (await hubs[0]!.ask('GET', '/sites')) as SitesAnswer;
    return Math.abs(Date.parse(at) - Date.now() - hours * HOURS * 1000) < 60_000;
  });
}

async function moreArrive(count: number): Promise<void> {
  const before = target.received.length;
  await until(async () => target.received.length > before + count);
}

async function planning(): Promise<InterfaceStatus> {
  const { sites } = (await hubs[0]!.ask('GET', '/sites')) as SitesAnswer;
  const all = sites.flatMap((site) => site.systems.flatMap((system) => system.interfaces));
  return all.find((each) => each.id === 'planning/stops')!;
}

/** Who works the source and who the target. */
async function holders(): Promise<string[]> {
  const { rows } = await database.pool.query<{ holder: string }>(
    `select holder from (select 1 as place, holder, lease_until from source union all select 2, holder, lease_until from subscription) leases
     where lease_until > now() order by place`,
  );
  return rows.map(({ holder }) => holder);
}

async function watermark(): Promise<string> {
  const { rows } = await database.pool.query<{ watermark: string }>('select watermark from source');
  return rows[0]!.watermark;
}

/** All that was promised went into the ledger once, and to the target in the order of its key. */
async function everyEffectOnce(): Promise<void> {
  for (const sender of senders) sender.stop();
  await Promise.all(sending);
  const { rows } = await database.pool.query<{ id: string; machine: string }>(
    'select id, partition_key as machine from ledger order by position',
  );
  const ids = rows.map(({ id }) => id);
  const promised = senders.flatMap(({ accepted }) => [...accepted]).map((id) => `mes~${id}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(promised.filter((id) => !ids.includes(id))).toEqual([]);
  await until(async () => effects().length >= rows.length);
  for (const machine of new Set(rows.map((row) => row.machine))) {
    const of = (each: { machine: string }) => each.machine === machine;
    expect(
      effects()
        .filter(of)
        .map(({ id }) => id),
    ).toEqual(rows.filter(of).map(({ id }) => id));
  }
}

/** What the target did: the first of each idempotency key. */
function effects(): { id: string; machine: string }[] {
  const first = new Map<string, { id: string; machine: string }>();
  for (const { id, body } of target.received)
    if (!first.has(id)) first.set(id, body as { id: string; machine: string });
  return [...first.values()];
}
