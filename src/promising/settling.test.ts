import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { transaction } from '../database/transaction.ts';
import type { Heard } from '../ledger/read.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { Grounds } from './allocate.ts';
import { obeyAll } from './commands.ts';
import { readLacks } from './lacks.ts';
import { project } from './project.ts';
import type { Promised } from './promise.ts';
import { promisingFrom } from './promising.testing.ts';
import { promiseAnew, repromise } from './repromise.ts';
import { reserve } from './reserve.ts';
import { ship } from './ship.ts';

const SETTLE = 60_000;
const grounds: Grounds = {
  promising: { ...promisingFrom({ detroit: {}, toledo: { cost: 1 } }), settle: SETTLE },
  ages: new Map(),
  now: Date.parse('2026-03-01T12:00:00Z'),
};

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await database.pool.query(
    'truncate promise, reservation, promise_balance, promise_basis, promise_lack, promise_teller, record',
  );
});
afterAll(() => database.drop());

test('what has shipped is reserved until the stock is told for a later time; what left before that time is not', async () => {
  await stock('10', '2026-03-01T10:00:00.000Z');
  await promise('so~shop~1', '4');
  await shipped('so~shop~1', '1', '2026-03-01T09:59:00.000Z');
  expect([await reservations(), await reserved()]).toEqual([{ held: 3, done: 1 }, 3]);
  await shipped('so~shop~1', '3', '2026-03-01T10:01:00.000Z');
  expect([await reservations(), await reserved()]).toEqual([{ shipped: 3, done: 1 }, 3]);
  await stock('6', '2026-03-01T10:02:00.000Z');
  expect([await reservations(), await reserved()]).toEqual([{ done: 4 }, 0]);
});

test('only what is missing for as long as `settle` is promised anew', async () => {
  await stock('10', '2026-03-01T10:00:00.000Z');
  await promise('so~shop~1', '8');
  expect(await stock('1', '2026-03-01T10:01:00.000Z')).toEqual([]);
  await stock('10', '2026-03-01T10:02:00.000Z');
  await waited();
  expect(await anew()).toEqual([]);
  await stock('1', '2026-03-01T10:03:00.000Z');
  expect(await anew()).toEqual([]);
  await waited();
  expect((await anew()).map(({ type, subject }) => [type, subject])).toEqual([
    ['promising.changed', 'so~shop~1'],
  ]);
  expect(await reserved()).toBe(1);
});

test('what a process asks to have promised anew at a site is so at once, and what it asks without an item is refused', async () => {
  await stock('10', '2026-03-01T10:00:00.000Z');
  await promise('so~shop~1', '8');
  expect(await replan({ item: 'itm_1', site: 'detroit' })).toEqual([
    ['answer.promising.replan', 'delivered'],
  ]);
  await stock('1', '2026-03-01T10:01:00.000Z');
  expect(await replan({ item: 'itm_1', site: 'detroit' })).toEqual([
    ['promising.changed', 'so~shop~1'],
    ['answer.promising.replan', 'delivered'],
  ]);
  expect(await reserved()).toBe(1);
  await waited();
  expect(await anew()).toEqual([]);
  expect(await replan({ site: 'detroit' })).toEqual([['answer.promising.replan', 'refused']]);
});

test('what is made for an order that something was promised for is no supply for others', async () => {
  await stock('5', '2026-03-01T10:00:00.000Z');
  await promise('so~shop~1', '5');
  await tell('productionOrder', 'pro~erp~1', made('so~shop~1'));
  expect(await supply()).toBe(5);
  await tell('productionOrder', 'pro~erp~2', made('so~shop~2'));
  expect(await supply()).toBe(25);
});

test('what is ordered in another unit than the item is counted in counts as many as the item says; what it says nothing of is no supply', async () => {
  await itemInCartons();
  const ordered = (unit: string, value: string) => ({ ...made('so~shop~9'), quantity: { value, unit } });
  await tell('productionOrder', 'pro~erp~1', ordered('XCT', '2'));
  expect(await supply()).toBe(24);
  await tell('productionOrder', 'pro~erp~1', ordered('EA', '2'));
  expect(await supply()).toBe(2);
  await tell('productionOrder', 'pro~erp~1', ordered('XBX', '2'));
  expect(await supply()).toBe(0);
  await tell('inventoryPosition', 'ivp~2', {
    ...{ item: { item: 'itm_1' }, site: 'detroit', stockStatus: 'unrestricted', ownership: 'own' },
    ...{ onHand: { value: '3', unit: 'XCT' }, asOf: '2026-03-01T10:00:00.000Z' },
  });
  expect(await supply()).toBe(36);
});

test('what is asked for in another unit than the item is counted in is promised in that, also anew; what the item says nothing of is refused', async () => {
  await itemInCartons();
  await stock('30', '2026-03-01T10:00:00.000Z');
  expect(await promise('so~shop~1', '2', 'XCT')).toMatchObject({
    lines: [{ unit: 'EA', parts: [{ quantity: '24', site: 'detroit' }] }],
  });
  expect(await promise('so~shop~2', '1', 'XCT')).toMatchObject({
    lines: [{ unit: 'EA', parts: [], short: '12' }],
  });
  expect(await promise('so~shop~3', '1', 'XBX')).toMatchObject({
    code: 'request-invalid',
    detail: 'Line 1: itm_1 is promised in EA, and is asked for in XBX.',
  });
  await stock('20', '2026-03-01T10:01:00.000Z');
  await waited();
  expect((await anew()).map(({ data }) => JSON.parse(data).promise.lines)).toEqual([
    [
      expect.objectContaining({
        unit: 'EA',
        short: '4',
        parts: [expect.objectContaining({ quantity: '20' })],
      }),
    ],
  ]);
});

/** A carton has twelve. */
async function itemInCartons(): Promise<void> {
  await database.pool.query(
    `insert into record (entity, key, version, data, changed_at) values ('item', 'itm_1', 1, $1, now())`,
    [
      {
        baseUnit: 'EA',
        units: [
          { unit: 'EA', numerator: '1', denominator: '1' },
          { unit: 'XCT', numerator: '12', denominator: '1' },
        ],
      },
    ],
  );
}

function made(order: string): JsonObject {
  return {
    ...{ item: { item: 'itm_1' }, site: 'detroit', status: 'released', due: '2026-03-04' },
    quantity: { value: '20', unit: 'EA' },
    demand: [{ entity: 'salesOrder', key: order }],
  };
}

function stock(quantity: string, asOf: string): Promise<NewEntry[]> {
  return tell('inventoryPosition', 'ivp~1', {
    ...{ item: { item: 'itm_1' }, site: 'detroit', stockStatus: 'unrestricted', ownership: 'own', asOf },
    onHand: { value: quantity, unit: 'EA' },
  });
}

/** Brings it into the balances; what is told of promises that changed. */
function tell(entity: string, subject: string, record: JsonObject): Promise<NewEntry[]> {
  const entry = {
    ...{ position: 1, type: `${entity}.changed`, subject, system: 'erp', data: { record } },
    time: '2026-03-01T12:00:00.000Z',
  } as unknown as Heard;
  return transaction(database.pool, async (connection, later) =>
    repromise(connection, later, await project(connection, later, [entry]), grounds),
  );
}

async function promise(demand: string, value: string, unit = 'EA'): Promise<Promised | Problem> {
  const lines = [{ line: '1', item: 'itm_1', quantity: { value, unit }, date: '2026-03-20' }];
  const answers = await transaction(database.pool, (connection, later) =>
    reserve(connection, later, [{ request: { demand, partial: false, lines } }], grounds),
  );
  return answers[0]!;
}

async function shipped(demand: string, quantity: string, at: string): Promise<void> {
  const { rows } = await database.pool.query<{ id: string }>('select id from promise where demand = $1', [
    demand,
  ]);
  const ids = rows.map(({ id }) => id);
  const what = { site: 'detroit', at, lines: [{ line: '1', quantity }] };
  await transaction(database.pool, (connection, later) => ship(connection, later, ids, what));
}

/** The command of a process; what the ledger is told then. */
async function replan(data: JsonObject): Promise<unknown[]> {
  const command = { process: 'hold', instance: 'hold~1', n: '1.1', command: 'replan', verb: 'replan', data };
  const entry = { type: 'command.promising.replan', subject: 'qms~1', data: command } as unknown as Heard;
  const told = await transaction(database.pool, (connection, later) =>
    obeyAll(connection, later, [entry], grounds),
  );
  return told.map(({ type, subject, data: its }) => [
    type,
    type.startsWith('answer.') ? JSON.parse(its).answer : subject,
  ]);
}

/** As if all that lacks had lacked for as long as `settle`. */
async function waited(): Promise<void> {
  await database.pool.query(`update promise_lack set since = since - $1 * interval '1 millisecond'`, [
    SETTLE,
  ]);
}

async function anew(): Promise<NewEntry[]> {
  const due = await readLacks(database.pool, SETTLE, 10);
  return transaction(database.pool, (connection, later) => promiseAnew(connection, later, due, grounds));
}

async function reservations(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ state: string; n: number }>(
    'select state, sum(quantity)::int as n from reservation group by state',
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

const reserved = () => sum('reserved');
const supply = () => sum('supply');

async function sum(column: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select coalesce(sum(${column}), 0)::int as n from promise_balance`,
  );
  return rows[0]!.n;
}
