import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { transaction } from '../database/transaction.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import { append } from './append.ts';
import { readAll } from './read.ts';
import { openWakeup, type Wakeup } from './wakeup.ts';

let database: TestDatabase;
let wakeup: Wakeup;
beforeEach(async () => {
  database = await testDatabase();
  wakeup = await openWakeup(database.url);
});
afterEach(async () => {
  await wakeup.close();
  await database.drop();
});

const MIXED = [
  command('1', 'promising', 'confirm', 'so~1', { mentions: ['itm_1', 'itm_1', 'cus_1'] }),
  command('2', 'salesOrder', 'enter', 'so~1', { site: 'detroit' }),
  command('3', 'salesOrder', 'enter', 'so~2', { mentions: ['so~1'], partitionKey: 'so~1' }),
  command('4', 'promising', 'confirm', 'so~2'),
];

test('entries of several kinds stand in the order given, each as it was told', async () => {
  await appended(MIXED);
  const found = await readAll(database.pool, 0, 10);
  expect(found.map(({ position, data, ...entry }) => ({ ...entry, data: JSON.stringify(data) }))).toEqual(
    MIXED.map(({ mentions: _, ...entry }) => ({ ...entry, recordedAt: expect.any(String) })),
  );
  const { rows } = await database.pool.query('select key, position from mention order by position, key');
  expect(rows).toEqual([
    { key: 'cus_1', position: 1 },
    { key: 'itm_1', position: 1 },
    { key: 'so~1', position: 3 },
  ]);
});

test('entries of several kinds wake those who wait for one of them', async () => {
  const seen = (entity: string) => wakeup.count([`ledger:${entity}`]);
  const before = [seen('promising'), seen('salesOrder'), seen('item')];
  await appended(MIXED);
  await Promise.all(
    ['promising', 'salesOrder'].map((entity, i) =>
      wakeup.next([`ledger:${entity}`], before[i]!, 60_000, new AbortController().signal),
    ),
  );
  expect([seen('promising'), seen('salesOrder'), seen('item')]).toEqual([
    before[0]! + 1,
    before[1]! + 1,
    before[2],
  ]);
});

function appended(entries: readonly NewEntry[]): Promise<unknown> {
  return transaction(database.pool, (connection) => append(connection, entries));
}

function command(
  id: string,
  entity: string,
  verb: string,
  subject: string,
  more: Partial<NewEntry> = {},
): NewEntry {
  return {
    ...{ id, type: `command.${entity}.${verb}`, entity, system: 'sales', subject, partitionKey: subject },
    ...{ time: '2026-01-01T00:00:00.000Z', data: `{"n":"${id}"}` },
    ...more,
  };
}
