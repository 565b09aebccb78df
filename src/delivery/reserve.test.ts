import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { openPool, type Pool } from '../database/pool.ts';
import { createBudget } from './budget.ts';
import { createGate, type Gate } from './gate.ts';
import { reserveDay } from './reserve.ts';
import { createTurns } from './turns.ts';

let database: TestDatabase;
let pools: Pool[];
beforeAll(async () => {
  database = await testDatabase();
  pools = [openPool(database.url, 4), openPool(database.url, 4)];
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

const signal = new AbortController().signal;

function gateOn(pool: Pool, system: string, declared: { perSecond?: number; perDay?: number }): Gate {
  const budget = createBudget(pool, system, { ...declared, zone: 'Europe/Berlin' });
  return createGate(createTurns(4, budget), [budget]);
}

/** Sends bulks of a size through a gate until the time; what went, each with its moment. */
async function sendOn(
  gate: Gate,
  name: string,
  size: number,
  end: number,
): Promise<{ at: number; count: number }[]> {
  const sent: { at: number; count: number }[] = [];
  while (performance.now() < end && !gate.hold()) {
    const turn = { interface: name, priority: 'normal', deliveries: size, until: end, signal } as const;
    await gate.run(turn, async (count) => sent.push({ at: performance.now(), count }));
  }
  return sent;
}

const sum = (sent: { count: number }[]) => sent.reduce((all, { count }) => all + count, 0);

test('two processes together never send more in a second than is declared, and share it, whatever the size of their sends', async () => {
  const began = performance.now();
  const end = began + 5000;
  const [bulks, singles] = await Promise.all([
    sendOn(gateOn(pools[0]!, 'both', { perSecond: 40 }), 'a', 20, end),
    sendOn(gateOn(pools[1]!, 'both', { perSecond: 40 }), 'b', 1, end),
  ]);
  const all = [...bulks, ...singles];
  const seconds = (Math.max(...all.map(({ at }) => at)) - began) / 1000;
  // A tenth of a second may be caught up, and each process may have reserved a tenth of a second ahead.
  expect(sum(all)).toBeLessThanOrEqual(40 * (seconds + 0.1) + 2 * 4);
  expect(sum(all)).toBeGreaterThan(40);
  expect(sum(bulks) / sum(all)).toBeGreaterThan(0.25);
  expect(sum(singles) / sum(all)).toBeGreaterThan(0.25);
});

test('two processes together send what a day bears, to the last message, and both are held until its midnight', async () => {
  const gates = pools.map((pool) => gateOn(pool, 'daily', { perDay: 100 }));
  const end = performance.now() + 20_000;
  const sent = await Promise.all(gates.map((gate, n) => sendOn(gate, `t${n}`, 7, end)));
  expect(sum(sent.flat())).toBe(100);
  for (const gate of gates) {
    const { until, ...hold } = gate.hold()!;
    expect(hold).toEqual({
      state: 'held-throttle',
      reason: 'daily quota of 100 used up, goes on at 00:00 Europe/Berlin',
    });
    const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Berlin' });
    expect(clock.format(until! + 30_000)).toBe('00:00');
  }
});

test('a day of another date begins anew', async () => {
  const ask = (wanted: number) => reserveDay(pools[0]!, 'dated', { wanted, perDay: 10, zone: 'UTC' });
  expect((await ask(8)).granted).toBe(8);
  expect((await ask(8)).granted).toBe(2);
  expect((await ask(8)).granted).toBe(0);
  await database.pool.query("update system_budget set day = day - 1 where system = 'dated'");
  expect((await ask(8)).granted).toBe(8);
});

test('a send that cannot go in time is given back, and nothing of it is sent', async () => {
  const gate = gateOn(pools[0]!, 'slow', { perSecond: 0.2 });
  const turn = (until: number) =>
    ({ interface: 'a', priority: 'normal', deliveries: 3, until, signal }) as const;
  expect(await gate.run(turn(performance.now() + 5000), async (count) => count)).toBe(1);
  expect(await gate.run(turn(performance.now() + 100), async (count) => count)).toBeUndefined();
});
