import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { until } from '../../test/process.ts';
import { createStanding, type Standing } from '../delivery/standing.ts';
import { openWakeup, type Wakeup } from '../ledger/wakeup.ts';
import { problem } from '../vocabulary/problem.ts';
import { workSystem } from './systemWorker.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

let database: TestDatabase;
let stopping: AbortController;
let wakeups: Wakeup[];
let working: Promise<void>[];
let asked: number;
let isThere: boolean;
/** The answer of the system. */
let answer: Promise<void>;

beforeEach(async () => {
  database = await testDatabase();
  stopping = new AbortController();
  wakeups = [];
  working = [];
  asked = 0;
  isThere = false;
  answer = Promise.resolve();
});
afterEach(async () => {
  stopping.abort();
  await Promise.all(working);
  await Promise.all(wakeups.map((wakeup) => wakeup.close()));
  await database.drop();
});

/** What a hub process does for the system `erp`, which says whether it is there. */
async function hubProcess(known = (standing: Standing) => standing): Promise<Standing> {
  const wakeup = await openWakeup(database.url);
  const standing = known(createStanding(database.pool, 'erp', silent));
  const check = async () => {
    asked++;
    await answer;
    return isThere ? undefined : problem('target-unavailable', 'send', 'connect ECONNREFUSED 127.0.0.1:9');
  };
  wakeups.push(wakeup);
  working.push(workSystem(standing, check, wakeup, silent, stopping.signal));
  return standing;
}

function meetNobody(standing: Standing, times: number): Promise<void> {
  for (let n = 0; n < times; n++) standing.happened({ what: 'absence', cause: 'connection refused' });
  return standing.written();
}

const stateOf = (standing: Standing) => standing.now().circuit.state;

test('of two processes that see at once that a system must be asked one asks', async () => {
  const answered = Promise.withResolvers<void>();
  answer = answered.promise;
  const bothSee = Promise.withResolvers<void>();
  let see = 0;
  let claims = 0;
  const seeTogether = (standing: Standing): Standing => ({
    ...standing,
    refresh: async () => {
      const state = await standing.refresh();
      if (state.circuit.state !== 'doubted') return state;
      if (++see === 2) bothSee.resolve();
      await bothSee.promise;
      return state;
    },
    claim: (work) => standing.claim(work).finally(() => claims++),
  });
  const [one] = [await hubProcess(seeTogether), await hubProcess(seeTogether)];
  await meetNobody(one, 3);
  await until(async () => claims === 2);
  expect(asked).toBe(1);
  answered.resolve();
  await until(async () => stateOf(one) === 'open');
});

test('what one process finds out all know, and one send decides', async () => {
  const [one, other] = [await hubProcess(), await hubProcess()];
  await meetNobody(one, 3);
  await until(async () => stateOf(one) === 'open' && stateOf(other) === 'open');
  await until(async () => one.now().circuit.probes >= 2 && other.now().circuit.probes >= 2);

  isThere = true;
  await until(async () => stateOf(one) === 'half-open' && stateOf(other) === 'half-open');
  expect((await Promise.all([one.claim('send'), other.claim('send')])).sort()).toEqual([false, true]);
  other.happened({ what: 'answer' });
  await until(async () => stateOf(one) === 'closed' && stateOf(other) === 'closed');
});

test('sends that meet nobody while the system is there leave the circuit closed', async () => {
  isThere = true;
  const standing = await hubProcess();
  await meetNobody(standing, 3);
  await until(async () => asked === 1 && stateOf(standing) === 'closed');
  expect(standing.now().circuit.absences).toBe(0);
});

test('a pause that one process was asked for holds in all, and a process that starts later knows of it', async () => {
  const [one, other] = [await hubProcess(), await hubProcess()];
  one.throttled(60_000, 'answered 429: retry after 60 s');
  await until(async () => other.now().throttle?.reason === 'answered 429: retry after 60 s');
  one.throttled(1000, 'answered 429: retry after 1 s');
  await one.written();
  const later = createStanding(database.pool, 'erp', silent);
  expect((await later.refresh()).throttle).toMatchObject({ reason: 'answered 429: retry after 60 s' });
});
