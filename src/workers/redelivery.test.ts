import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestDatabase } from '../../test/database.ts';
import { type ItemsToWms, itemsToWms } from '../../test/itemsToWms.ts';
import { offer, openInlet, openOutlet } from '../../test/line.ts';
import { until } from '../../test/process.ts';
import type { TestTarget } from '../../test/target.ts';
import { startReplay } from '../delivery/replays.ts';
import type { InboundLine, Inlet } from '../inbound.ts';
import { openWakeup, type Wakeup } from '../ledger/wakeup.ts';
import type { Outlet } from '../outbound/outlet.ts';
import { workSubscription } from './subscriptionWorker.ts';

let bench: ItemsToWms;
let database: TestDatabase;
let line: InboundLine;
let target: TestTarget;
let wakeup: Wakeup;
let items: Inlet;
let outlet: Outlet;
let stopping: AbortController;
let working: Promise<void> | undefined;

beforeEach(async () => {
  bench = await itemsToWms();
  ({ database, line, target, inlet: items, outlet } = bench);
  wakeup = await openWakeup(database.url);
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await working;
  working = undefined;
  await wakeup.close();
  await bench.end();
});

test('of a state only the newest goes out once more, under its delivery id, and its receipt names the replay', async () => {
  await offer(line, items, item('1', 'A'), item('2', 'B'), item('1', 'C'));
  work();
  await until(async () => sent().length === 3);
  const job = await replay(1, 3);
  expect(await ended(job)).toMatchObject({ delivered: 2, superseded: 1, parked: 0, out_of_scope: 0 });
  expect(sent().slice(3)).toEqual(['2=B wms/items:2', '1=C wms/items:3']);
  const { rows } = await database.pool.query('select distinct replay from receipt order by 1');
  expect(rows).toEqual([{ replay: job }, { replay: null }]);
});

test('a state is not sent when a newer one came after the replay was asked for', async () => {
  await offer(line, items, item('1', 'A'), item('2', 'B'));
  work();
  await until(async () => sent().length === 2);
  await offer(line, items, item('1', 'newer'));
  await until(async () => sent().length === 3);
  expect(await ended(await replay(1, 2))).toMatchObject({ delivered: 1, superseded: 1 });
  expect(sent().slice(3)).toEqual(['2=B wms/items:2']);
});

test('what is newer but out of scope does not stand in the way of the newest in scope', async () => {
  outlet = { ...outlet, wants: (data) => !JSON.stringify(data).includes('hidden') };
  await offer(line, items, item('1', 'A'), item('1', 'hidden'), item('1', 'hidden too'));
  work();
  await passed(3);
  expect(await ended(await replay(1, 3))).toMatchObject({ delivered: 1, superseded: 0, out_of_scope: 2 });
  expect(sent()).toEqual(['1=A wms/items:1', '1=A wms/items:1']);
});

test('a state that the target told itself goes back to it, since it has lost it, and never one that it has overtaken', async () => {
  const own = await openInlet(line, {
    system: 'wms',
    name: 'items-in',
    entity: 'item',
    map: '{ "localKey": no, "status": "active", "number": no, "names": {"en": name}, "baseUnit": "EA", "identifiers": [{"scheme": "gtin", "value": gtin}] }',
    settings: { identify: ['gtin'] },
  });
  await offer(line, own, { no: 'W1', name: 'told by the target', gtin: '4006381333931' });
  work();
  await passed(1);
  expect(sent()).toEqual([]);
  expect(await ended(await replay(1, 1))).toMatchObject({ delivered: 1, out_of_scope: 0 });
  expect(sent()).toEqual(['W1=told by the target wms/items:1']);
});

test('facts go out once more each, in the order of their key', async () => {
  const stops = await openInlet(line, {
    system: 'mes',
    name: 'stops',
    entity: 'maintenanceEvent',
    map: '{ "localKey": id, "kind": "breakdown", "equipment": "wc~detroit~" & machine, "impact": "stop", "from": "2026-01-01T00:00:00Z", "occurredAt": "2026-01-01T00:00:00Z", "recordedAt": "2026-01-01T00:00:00Z" }',
  });
  outlet = await openOutlet(line, {
    system: 'planning',
    name: 'stops',
    entity: 'maintenanceEvent',
    map: '{ "no": fact.equipment, "name": fact.factId }',
    sink: bench.sink,
  });
  const facts = Array.from({ length: 40 }, (_, n) => ({ id: String(n), machine: `M${n % 3}` }));
  await offer(line, stops, ...facts);
  work();
  await until(async () => sent().length === 40);
  expect(await ended(await replay(11, 40))).toMatchObject({ delivered: 30, superseded: 0 });
  const of = (machine: string) => sent().filter((each) => each.includes(machine));
  for (const machine of ['M0', 'M1', 'M2']) {
    const first = of(machine).slice(0, of(machine).length - 10);
    expect(of(machine)).toEqual([...first, ...first.slice(-10)]);
  }
});

test('a replay waits behind an open message of a key, and leaves an open message to itself', async () => {
  target.answer = ({ body }) => ({ status: body['name'] === 'BAD' ? 422 : 200 });
  await offer(line, items, item('1', 'BAD'), item('2', 'B'), item('1', 'C'));
  work();
  await passed(3);
  expect(await ended(await replay(1, 3))).toMatchObject({ delivered: 1, superseded: 1, parked: 1 });
  expect(sent()).toEqual(['2=B wms/items:2', '2=B wms/items:2']);
  expect(await open()).toEqual(['1 parked', '3 held-behind']);
});

test('what fails in a replay parks, and goes on as every parked message', async () => {
  await offer(line, items, item('1', 'A'), item('2', 'B'));
  work();
  await until(async () => sent().length === 2);
  target.answer = ({ body }) => ({ status: body['no'] === '1' ? 422 : 200 });
  expect(await ended(await replay(1, 2))).toMatchObject({ delivered: 1, parked: 1 });
  expect(await open()).toEqual(['1 parked']);
});

test('a target that is away stops a replay where it is, and it goes on when the target is back', async () => {
  await offer(line, items, ...Array.from({ length: 60 }, (_, n) => item(String(n), 'A')));
  work();
  await until(async () => sent().length === 60);
  await target.down();
  const job = await replay(1, 60);
  await until(async () => {
    const { rows } = await database.pool.query('select problem from subscription where problem is not null');
    return rows.length > 0;
  });
  expect(await readJob(job)).toMatchObject({ position: 0, delivered: 0, state: 'running' });
  await target.up();
  expect(await ended(job)).toMatchObject({ delivered: 60, parked: 0 });
  expect(new Set(sent().slice(60)).size).toBe(60);
});

test('live traffic goes on beside a replay, and one that was cancelled sends no more', async () => {
  await offer(line, items, ...Array.from({ length: 30 }, (_, n) => item(String(n), 'A')));
  work();
  await until(async () => sent().length === 30);
  const job = await replay(1, 30, 1);
  await until(async () => sent().length > 30);
  await offer(line, items, item('new', 'live'));
  await until(async () => sent().some((each) => each.startsWith('new=live')));
  expect((await readJob(job)).state).toBe('running');
  await database.pool.query(`update replay set state = 'cancelled'`);
  const before = sent().length;
  await offer(line, items, item('newer', 'live'));
  await until(async () => sent().some((each) => each.startsWith('newer=live')));
  expect(sent().length).toBeLessThanOrEqual(before + 2);
});

test('with live traffic of the same things at the same time, no older state follows a newer, and the last one stands', async () => {
  const THINGS = 25;
  const version = (n: number) => Array.from({ length: THINGS }, (_, no) => item(String(no), String(n)));
  await offer(line, items, ...version(1), ...version(2));
  work();
  await until(async () => sent().length === 2 * THINGS);
  const job = await replay(1, 2 * THINGS, 8);
  for (let n = 3; n < 9; n++) {
    for (const each of version(n)) await offer(line, items, each);
  }
  expect(await ended(job)).toMatchObject({ parked: 0 });
  await passed(8 * THINGS);
  const { delivered, superseded } = await readJob(job);
  expect(delivered + superseded).toBe(2 * THINGS);
  for (let no = 0; no < THINGS; no++) {
    const versions = target.received
      .filter(({ body }) => body['no'] === String(no))
      .map(({ body }) => Number(body['name']));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(versions.at(-1)).toBe(8);
  }
});

function work(): void {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  working = workSubscription(line, outlet, wakeup, log, stopping.signal);
}

async function replay(first: number, last: number, perSecond = 1000): Promise<number> {
  const of = { subscription: outlet.id, interface: outlet.interface.id };
  return (await startReplay(database.pool, { ...of, first, last, perSecond, askedBy: 'test' }))!;
}

async function readJob(id: number) {
  const { rows } = await database.pool.query('select * from replay where id = $1', [id]);
  return rows[0];
}

async function ended(id: number) {
  await until(async () => (await readJob(id)).state === 'done');
  return readJob(id);
}

async function passed(position: number): Promise<void> {
  await until(async () => {
    const { rows } = await database.pool.query('select position from subscription where id = $1', [
      outlet.id,
    ]);
    return rows[0].position >= position;
  });
}

async function open(): Promise<string[]> {
  const { rows } = await database.pool.query(
    `select position, state from parked where state in ('parked', 'held-behind', 'retrying', 'waiting') order by position`,
  );
  return rows.map(({ position, state }) => `${position} ${state}`);
}

function sent(): string[] {
  return target.received.map(({ id, body }) => `${body['no']}=${body['name']} ${id}`);
}

function item(no: string, name: string) {
  return { no, name };
}
