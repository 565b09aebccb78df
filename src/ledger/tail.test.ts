import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { transaction } from '../database/transaction.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import { type Appended, append } from './append.ts';
import { readEntityWithHead } from './read.ts';
import { createTail, type Tail } from './tail.ts';

let database: TestDatabase;
let tail: Tail;
beforeEach(async () => {
  database = await testDatabase();
  tail = createTail();
});
afterEach(async () => database.drop());

test('memory gives what the database gives, from every position', async () => {
  await appendHere(item('A'), item('B'));
  await appendHere(movement('1'), movement('2', 'detroit'));
  await appendHere(movement('3'));
  await appendHere(item('C'));
  for (const entity of ['item', 'inventoryMovement']) {
    for (let position = 0; tail.after(entity, position, 2); position++) {
      const page = await readEntityWithHead(database.pool, entity, position, 2);
      expect(tail.after(entity, position, 2)!.entries).toEqual(page.entries);
    }
  }
  expect(tail.after('item', 5, 10)).toEqual({ entries: [expect.objectContaining({ position: 6 })], head: 6 });
  expect(tail.after('item', 6, 10)).toBeUndefined();
});

test('what another process appended in between is left to the database', async () => {
  await appendHere(item('A'));
  const elsewhere = await appendElsewhere(item('B'));
  await appendHere(item('C'));
  expect(positions(tail.after('item', 0, 10))).toEqual([1]);
  expect(tail.after('item', 1, 10)).toBeUndefined();
  expect(positions(tail.after('item', 2, 10))).toEqual([3]);

  tail.keep(elsewhere);
  expect(positions(tail.after('item', 0, 10))).toEqual([1, 2, 3]);
});

test('positions that are given twice are believed no more', async () => {
  const lost = await appendHere(item('A'), item('B'));
  tail.keep({ ...lost, base: 1, count: 2 });
  expect(tail.after('item', 0, 10)).toBeUndefined();
  expect(positions(tail.after('item', 1, 10))).toEqual([2, 3]);
});

test('the oldest is forgotten when there is too much', async () => {
  tail = createTail(500);
  for (const key of ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']) await appendHere(item(key));
  expect(tail.after('item', 0, 10)).toBeUndefined();
  expect(positions(tail.after('item', 7, 10))).toEqual([8]);
});

async function appendHere(...entries: NewEntry[]): Promise<Appended> {
  const appended = await appendElsewhere(...entries);
  tail.keep(appended);
  return appended;
}

async function appendElsewhere(...entries: NewEntry[]): Promise<Appended> {
  const appended = await transaction(database.pool, (connection) => append(connection, entries));
  return appended!;
}

function positions(page: ReturnType<Tail['after']>): number[] | undefined {
  return page?.entries.map((entry) => entry.position);
}

function item(number: string): NewEntry {
  const data = JSON.stringify({ version: 1, record: { number, names: { en: `Pümpe "${number}"\u001e` } } });
  return {
    ...common,
    id: `${number}@1`,
    type: 'item.changed',
    entity: 'item',
    subject: number,
    partitionKey: number,
    data,
  };
}

function movement(id: string, site?: string): NewEntry {
  const kind = { type: 'inventoryMovement.recorded', entity: 'inventoryMovement' };
  return {
    ...common,
    ...kind,
    id,
    subject: id,
    partitionKey: `A~${id}`,
    data: '{"item":"A"}',
    ...(site && { site }),
  };
}

const common = { system: 'erp', time: '2026-01-01T00:00:00.000Z', ordinal: 0 };
