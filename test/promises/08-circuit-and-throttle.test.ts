import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { type Received, startTarget, type TestTarget } from '../target.ts';
import { createSender } from './senders.ts';
import { pushToShared } from './sharedTarget.ts';

let database: TestDatabase;
let target: TestTarget;
let hubs: HubProcess[] = [];
afterEach(async () => {
  await Promise.all(hubs.map((hub) => hub.kill()));
  hubs = [];
  await target?.stop();
  await database?.drop();
});

async function open(interfaces: Record<string, string>, limits = '{}', count = 1): Promise<void> {
  database = await testDatabase();
  target = await startTarget();
  const landscape = await pushToShared({ target: target.url, interfaces, limits });
  for (let n = 0; n < count; n++) hubs.push(await startHubProcess(landscape, database.url));
}

test('8. a system that goes away is held as a whole: nothing is spent, and all goes through in order when it is back', async () => {
  await open({ a: '', b: '' }, '{}', 2);
  await push('first', 40);
  await until(async () => got('a').length === 40 && got('b').length === 40);

  let posts = 0;
  const away = () => {
    posts++;
    return { status: 502 };
  };
  target.answer = away;
  target.tell = () => ({ status: 502 });
  await push('second', 60);
  await until(async () => (await circuit()).circuit === 'open');
  const before = posts;
  await until(async () => (await holds()).every(({ hold }) => hold === 'held-circuit'));
  for (const { hold_reason } of await holds())
    expect(hold_reason).toMatch(/^cannot be reached \(.*answered 502.*\)$/);
  // The second question in vain: what was sent meanwhile is what was under way.
  await until(async () => (await circuit()).probes >= 2);
  expect(posts - before).toBeLessThanOrEqual(2);
  expect(target.asked).toBeGreaterThanOrEqual(2);

  target.tell = () => ({ status: 200 });
  target.answer = () => ({ status: 200 });
  await delivered('a', 100);
  await delivered('b', 100);
  expect((await circuit()).circuit).toBe('closed');
  await nothingSpent();
});

test('8. a system that never answers the question, and takes what is sent, is found out by a send', async () => {
  await open({ a: '' });
  target.tell = () => ({ status: 503 });
  target.answer = () => ({ status: 503 });
  await push('m', 10);
  await until(async () => (await circuit()).circuit === 'open');
  target.answer = () => ({ status: 200 });
  await delivered('a', 10);
  expect((await circuit()).circuit).toBe('closed');
  await nothingSpent();
});

test('8. a system that stays away is away since the first send that met nobody, also after sends that found out in vain', async () => {
  await open({ a: '' });
  target.tell = () => ({ status: 503 });
  target.answer = () => ({ status: 503 });
  await push('m', 10);
  await until(async () => (await circuit()).circuit === 'open');
  const { rows } = await database.pool.query('select now() as opened');
  target.tell = () => ({ status: 200 });
  await until(async () => (await circuit()).probes >= 3);
  await until(async () => (await holds())[0]!.hold === 'held-circuit');
  expect((await holds())[0]!.hold_since! < rows[0].opened).toBe(true);
});

test('8. a person who knows better closes the circuit, and it is sent to at once', async () => {
  await open({ a: '' });
  target.tell = () => ({ status: 503 });
  await target.down();
  await push('m', 10);
  await until(async () => (await holds())[0]!.hold === 'held-circuit');
  expect((await holds())[0]!.hold_reason).toContain('(connection refused)');
  await target.up();
  await hubs[0]!.ask('POST', '/systems/planning/circuit', { action: 'close', reason: 'cable is in' });
  await delivered('a', 10);
  await nothingSpent();
});

test('8. one bad message never opens the circuit', async () => {
  await open({ a: '', b: '' });
  let bad = 0;
  target.answer = ({ body }) => {
    if (body['to'] !== 'a' || !String(body['id']).includes('bad')) return { status: 200 };
    bad++;
    return { status: 500, body: { message: 'null pointer' } };
  };
  await push('bad', 1);
  await until(async () => bad >= 6);
  await push('good', 20);
  // Those of its key wait behind it.
  await until(async () => got('b').length === 21 && got('a').length === 16);
  expect(hubs[0]!.output()).not.toContain('circuit open');
  expect((await circuit()).circuit).not.toBe('open');
});

test('8. a system that asks to wait is left alone for so long, be it that it refuses or that its quota ends; nothing is spent', async () => {
  await open({ a: '', b: '' }, '{}', 2);
  let refused = 0;
  let pauses = 0;
  let free = 0;
  // Refuses once, and later says once that what it took was the last: for two seconds whoever comes is refused.
  target.answer = (): ReturnType<TestTarget['answer']> => {
    if (Date.now() < free) {
      refused++;
      return { status: 429, headers: { 'retry-after': '1' } };
    }
    const taken = target.received.length;
    if (pauses === 0 && taken > 20) {
      pauses++;
      free = Date.now() + 2000;
      return { status: 429, headers: { 'retry-after': '2' } };
    }
    if (pauses === 1 && taken > 60) {
      pauses++;
      free = Date.now() + 2000;
      return { status: 200, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2' } };
    }
    return { status: 200 };
  };
  const reasons = new Set<string>();
  const watching = until(async () => {
    for (const { hold, hold_reason } of await holds())
      if (hold === 'held-throttle') reasons.add(hold_reason!);
    return reasons.size >= 2;
  });
  await push('m', 60);
  await delivered('a', 60);
  await delivered('b', 60);
  await watching;
  expect([...reasons].sort()).toEqual(['answered 429: retry after 2 s', 'quota used up, renewed after 2 s']);
  // The other interface may have been under way each time.
  expect(refused).toBeLessThanOrEqual(2);
  expect((await circuit()).absences).toBe(0);
  await nothingSpent();
});

test('8. urgent goes before bulk on what a second bears, and bulk is not left out', async () => {
  await open({ bulk: 'priority: bulk', urgent: 'priority: urgent' }, '{ perSecond: 20 }');
  target.answer = () => ({ status: 429, headers: { 'retry-after': '1' } });
  await push('m', 120);
  target.answer = () => ({ status: 200 });
  await until(async () => got('urgent').length >= 90);
  const bulk = got('bulk').length;
  expect(bulk).toBeGreaterThan(0);
  expect(bulk).toBeLessThan(60);
  await delivered('urgent', 120);
  await delivered('bulk', 120);
  await nothingSpent();
});

test('8. a day that is used up holds until midnight, also for a hub that starts anew', async () => {
  await open({ a: '' }, '{ perDay: 30, quotaZone: Europe/Berlin }');
  await push('m', 50);
  const isHeld = async () => (await holds())[0]!.hold === 'held-throttle';
  await until(isHeld);
  expect((await holds())[0]!.hold_reason).toBe('daily quota of 30 used up, goes on at 00:00 Europe/Berlin');
  expect(target.received).toHaveLength(30);

  const [hub] = hubs;
  await hub!.kill();
  await database.pool.query('update subscription set hold = null');
  await hub!.start();
  await until(isHeld);
  expect(target.received).toHaveLength(30);

  await hub!.kill();
  await database.pool.query('update system_budget set day = day - 1');
  await hub!.start();
  await delivered('a', 50);
  await nothingSpent();
});

async function push(name: string, count: number): Promise<void> {
  await createSender(`${hubs[0]!.url}/in/mes/stops`, name, count).run();
}

function got(name: string): Received[] {
  return target.received.filter(({ body }) => body['to'] === name);
}

/** All came to the interface, each once and in the order of its machine. */
async function delivered(name: string, count: number): Promise<void> {
  await until(async () => got(name).length >= count);
  const ids = got(name).map(({ body }) => String(body['id']));
  expect(new Set(ids).size).toBe(ids.length);
  const { rows } = await database.pool.query<{ id: string; key: string }>(
    'select id, partition_key as key from ledger order by position',
  );
  for (const key of new Set(rows.map((row) => row.key))) {
    const told = rows.filter((row) => row.key === key).map(({ id }) => id);
    const of = new Set(told);
    expect(ids.filter((id) => of.has(id))).toEqual(told);
  }
}

/** The receipts of what has just arrived are committed a moment later. */
async function nothingSpent(): Promise<void> {
  const read = () =>
    database.pool.query(
      'select (select count(*) from parked) as parked, (select max(attempts) from receipt) as attempts',
    );
  await until(async () => (await read()).rows[0].attempts !== null);
  expect((await read()).rows).toEqual([{ parked: 0, attempts: 1 }]);
}

async function circuit(): Promise<{ circuit: string; probes: number; absences: number }> {
  const { rows } = await database.pool.query(
    "select circuit, probes, absences from system_state where system = 'planning'",
  );
  return rows[0] ?? { circuit: 'closed', probes: 0, absences: 0 };
}

async function holds(): Promise<
  { hold: string | null; hold_reason: string | null; hold_since: string | null }[]
> {
  const { rows } = await database.pool.query(
    'select hold, hold_reason, hold_since from subscription order by id',
  );
  return rows;
}
