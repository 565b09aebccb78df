import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { foldCounts } from '../../database/foldCounts.ts';
import { transaction } from '../../database/transaction.ts';
import type { Instance } from '../../processes/instance.ts';
import type { Outcome } from '../../processes/play.ts';
import { writeOutcome } from '../../processes/store.ts';
import { countStates } from './counts.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

const STATES = ['picking', 'packing', 'shipping'];
const PROCESSES = 6;

test('instances are counted exactly at any moment, while many processes bring them from state to state, end them and fold at once', async () => {
  const { pool } = database;
  let open = true;
  const looks = Promise.all([look(() => open), look(() => open)]);
  const folding = Promise.all([foldOn(() => open), foldOn(() => open)]);
  await Promise.all(Array.from({ length: PROCESSES }, (_, n) => work(n)));
  open = false;
  await folding;
  const seen = (await looks).flat();
  expect(seen.filter(({ counted, there }) => counted !== there)).toEqual([]);
  expect(new Set(seen.map(({ counted }) => counted)).size).toBeGreaterThan(2);
  await foldCounts(pool);
  const { rows: counts } = await pool.query(
    'select process, version, status, state, overdue, instances from process_count order by 1, 2, 3, 4, 5',
  );
  const { rows: there } = await pool.query(
    `select process, version, status, state::text as state, overdue_at is not null as overdue, count(*) as instances
     from process_instance group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
  );
  expect(counts).toEqual(there);
  expect(there.length).toBeGreaterThan(5);
});

test('a process counts its instances while another round that counts the same is not over', async () => {
  const { pool } = database;
  await transaction(pool, async (connection, later) => {
    writeOutcome(connection, later, 'sales', outcomeOf([instance('1', 'picking')]));
    await connection.query('select 1');
    await transaction(pool, async (other, then) =>
      writeOutcome(other, then, 'sales', outcomeOf([instance('2', 'picking')])),
    );
    expect(await picking()).toBe(1);
  });
  expect(await picking()).toBe(2);
});

test('a state that all have left is not told, whether its rows are folded or not', async () => {
  const { pool } = database;
  for (const state of ['picking', 'packing'])
    await transaction(pool, async (connection, later) =>
      writeOutcome(connection, later, 'sales', outcomeOf([instance('1', state)])),
    );
  const told = async () => (await countStates(pool, 'sales', undefined)).states;
  const packing = [{ state: 'packing', instances: 1, overdue: 0, stuck: 0 }];
  expect(await told()).toEqual(packing);
  await foldCounts(pool);
  expect(await told()).toEqual(packing);
});

/** Rounds of one of several workers on the same process, in an order that `n` says. */
async function work(n: number): Promise<void> {
  for (let round = 0; round < 12; round++) {
    const moved = Array.from({ length: 9 }, (_, m) => {
      const state = STATES[(n + m + round) % STATES.length]!;
      return { ...instance(`${n}-${m}`, state), ...((m + round) % 4 === 0 && { status: 'stuck' as const }) };
    });
    const late = { at: '2026-01-01T00:00:00.000Z', in: 'picking' };
    const all = [
      ...moved.map((each, m) => ((n + m) % 5 === round % 5 ? { ...each, overdue: late } : each)),
      { ...instance(`${n}-${round}-over`, 'shipping'), status: 'ended' as const },
    ];
    await transaction(database.pool, async (connection, later) =>
      writeOutcome(connection, later, 'sales', outcomeOf(n % 2 === 0 ? all : all.toReversed())),
    );
  }
}

function instance(number: string, state: string): Instance {
  const time = '2026-01-01T00:00:00.000Z';
  const about = `so~${number}`;
  const standing = { status: 'running', state, context: {}, steps: 1, given: [] } as const;
  return {
    ...standing,
    given: [],
    id: `sales~${about}`,
    about,
    version: 1,
    startedAt: time,
    changedAt: time,
  };
}

function outcomeOf(instances: readonly Instance[]): Outcome {
  return {
    instances: new Map(instances.map((each) => [each.id, each])),
    ...{ created: new Set(), takenUp: new Set(), timers: new Map() },
    ...{ taken: [], keys: [], issued: [], waiting: [], handedBack: [], takenOut: [] },
  };
}

async function picking(): Promise<number | undefined> {
  const { states } = await countStates(database.pool, 'sales', undefined);
  return states.find(({ state }) => state === 'picking')?.instances;
}

async function foldOn(goesOn: () => boolean): Promise<void> {
  while (goesOn()) await foldCounts(database.pool);
}

/** What is counted, and what is there, of one moment each. */
async function look(goesOn: () => boolean): Promise<{ counted: number; there: number }[]> {
  const seen = [];
  while (goesOn()) {
    const { rows } = await database.pool.query<{ counted: number; there: number }>(
      `select (select coalesce(sum(instances), 0)::bigint from process_count where status = 'running' and state = '"picking"') as counted,
              (select count(*) from process_instance where status = 'running' and state::text = '"picking"') as there`,
    );
    seen.push(rows[0]!);
  }
  return seen;
}
