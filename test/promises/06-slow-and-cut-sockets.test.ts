import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, temporaryFolder, until } from '../process.ts';
import { openProxy, type TestProxy } from '../proxy.ts';
import { type Received, startTarget, type TestTarget } from '../target.ts';
import { filesToSql, pushToHttp, pushToTwo } from './landscapes.ts';
import { createSender } from './senders.ts';

let database: TestDatabase;
let hub: HubProcess;
const targets: TestTarget[] = [];
const ways: TestProxy[] = [];
let erp: TestDatabase | undefined;
afterEach(async () => {
  await hub?.kill();
  for (const way of ways.splice(0)) await way.close();
  for (const target of targets.splice(0)) await target.stop();
  await erp?.drop();
  erp = undefined;
  await database?.drop();
});

test('6. a target that takes the connection and never answers holds up no other; its outcome is unknown, and nothing is doubled', async () => {
  database = await testDatabase();
  const [slow, quick] = [await openTarget(), await openTarget()];
  const way = await openWay(slow.url);
  hub = await startHubProcess(await pushToTwo(way.url, quick.url), database.url);
  await push('before', 50);
  await until(async () => effects(slow).length === 50);

  way.stall('answers');
  await push('while', 100);
  await until(async () => effects(quick).length === 150);
  await until(async () => (await problemOf('planning/stops')) === 'outcome-unknown');
  expect(await lag('planning/stops')).toBeGreaterThan(0);

  await way.pass();
  await until(async () => (await lag('planning/stops')) === 0);
  await expectEachOnce(slow, 150);
});

test('6. a target that is cut, reset in the middle of an answer, and slow as a drip sees each change once, in order', async () => {
  database = await testDatabase();
  const target = await openTarget();
  const way = await openWay(target.url);
  hub = await startHubProcess(await pushToHttp(way.url), database.url);
  const sending = push('x', 400);
  for (let n = 0; n < 3; n++) {
    const before = target.received.length;
    await until(async () => target.received.length > before + 20);
    await way.resetAfter('POST /stops');
    await way.cut();
    await way.pass();
  }
  way.trickle(20_000);
  const before = target.received.length;
  await until(async () => target.received.length > before + 20);
  await way.pass();
  await sending;
  await until(async () => effects(target).length === 400);
  await expectEachOnce(target, 400);
});

test('6. a database of the hub that stalls, is cut and comes back loses and doubles nothing, and the hub goes on', async () => {
  database = await testDatabase();
  const target = await openTarget();
  const way = await openWay(database.url);
  hub = await startHubProcess(await pushToHttp(target.url), way.url);
  const sending = push('x', 400);
  for (let n = 0; n < 3; n++) {
    const before = target.received.length;
    await until(async () => target.received.length > before + 20);
    way.stall();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if (n > 0) await way.cut();
    await way.pass();
    if (n > 0) await way.resetAfter('subscription-move');
  }
  await sending;
  await until(async () => effects(target).length === 400);
  await expectEachOnce(target, 400);
});

test('6. a target database that stalls is given up in time, and written once when it is back', async () => {
  database = await testDatabase();
  erp = await testDatabase();
  await erp.pool.query('create table stop (id text, machine text)');
  const way = await openWay(erp.url);
  const folder = await temporaryFolder('stops');
  hub = await startHubProcess(await filesToSql(folder, way.url, { statementTimeout: '1s' }), database.url);
  const written = async () => {
    const { rows } = await erp!.pool.query('select count(*), count(distinct id) as ids from stop');
    return rows[0];
  };
  await drop(folder, 0);
  await until(async () => (await written()).count === 500);

  way.stall('answers');
  await drop(folder, 500);
  await until(async () => (await problemOf('planning/stops')) !== undefined);
  await way.pass();
  await until(async () => (await lag('planning/stops')) === 0);
  expect(await written()).toEqual({ count: 1000, ids: 1000 });
});

async function openTarget(): Promise<TestTarget> {
  const target = await startTarget();
  targets.push(target);
  return target;
}

async function openWay(url: string): Promise<TestProxy> {
  const way = await openProxy(url);
  ways.push(way);
  return way;
}

function push(name: string, count: number): Promise<void> {
  return createSender(`${hub.url}/in/mes/stops`, name, count).run();
}

async function drop(folder: string, from: number): Promise<void> {
  const stops = Array.from({ length: 500 }, (_, n) => ({
    id: String(from + n),
    machine: `M${n % 7}`,
    at: '2026-01-01T00:00:00Z',
  }));
  const file = path.join(folder, `${from}.stops`);
  await writeFile(`${file}.tmp`, stops.map((stop) => `${JSON.stringify(stop)}\n`).join(''));
  await rename(`${file}.tmp`, file);
}

/** What the target did: the first of each idempotency key. */
function effects({ received }: TestTarget): Received[] {
  return [...new Map(received.toReversed().map((got) => [got.id, got])).values()].toReversed();
}

/** Each change had one effect, those of a machine in the order of the ledger, with one receipt each; nothing is parked. */
async function expectEachOnce(target: TestTarget, count: number): Promise<void> {
  const { rows } = await database.pool.query(
    'select id, partition_key as machine from ledger order by position',
  );
  expect(rows).toHaveLength(count);
  const done = effects(target).map(({ body }) => body);
  for (const machine of new Set(rows.map((row) => row.machine as string)))
    expect(done.filter((body) => body['machine'] === machine).map((body) => body['id'])).toEqual(
      rows.filter((row) => row.machine === machine).map((row) => row.id),
    );
  const receipts = await database.pool.query(
    `select position, count(*) from (select unnest(positions) as position, subscription from receipt) r
     group by position, subscription having count(*) > 1`,
  );
  expect(receipts.rows).toEqual([]);
  // One that was cut off with others behind it is tried again alone; in the end none is left.
  await until(async () => {
    const { rowCount } = await database.pool.query(`select from parked where state <> 'delivered'`);
    return rowCount === 0;
  });
}

async function lag(name: string): Promise<number> {
  const { rows } = await database.pool.query(
    'select (select position from ledger_head) - position as lag from subscription where name = $1',
    [name],
  );
  return rows[0].lag;
}

async function problemOf(name: string): Promise<string | undefined> {
  const { rows } = await database.pool.query('select problem from subscription where name = $1', [name]);
  return rows[0].problem?.code;
}
