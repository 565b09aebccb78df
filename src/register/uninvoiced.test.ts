import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { transaction } from '../database/transaction.ts';
import { append } from '../ledger/append.ts';
import { followNow } from './register.testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await database.pool.query('truncate record, register, register_progress, uninvoiced');
  await followNow(database.pool);
});
afterAll(() => database.drop());

test('a shipment that has left is not invoiced until an invoice names its order', async () => {
  await shipment('shp~1', 'packed', ['so~1']);
  expect(await uninvoiced()).toEqual([]);
  await shipment('shp~1', 'departed', ['so~1']);
  expect(await uninvoiced()).toEqual(['shp~1']);
  await invoice('inv~1', ['so~1']);
  expect(await uninvoiced()).toEqual([]);
  await shipment('shp~1', 'delivered', ['so~1']);
  expect(await uninvoiced()).toEqual([]);
});

test('an invoice may name one of the orders, or the shipment, and may come before it', async () => {
  await invoice('inv~2', ['so~22']);
  await shipment('shp~2', 'departed', ['so~21', 'so~22']);
  await shipment('shp~3', 'departed', ['so~3']);
  expect(await uninvoiced()).toEqual(['shp~3']);
  await invoice('inv~3', ['shp~3']);
  expect(await uninvoiced()).toEqual([]);
});

test('what came back is not to be invoiced', async () => {
  await shipment('shp~4', 'departed', ['so~4']);
  expect(await uninvoiced()).toEqual(['shp~4']);
  await shipment('shp~4', 'cancelled', ['so~4']);
  expect(await uninvoiced()).toEqual([]);
});

async function uninvoiced(): Promise<string[]> {
  await followNow(database.pool);
  const { rows } = await database.pool.query('select distinct shipment from uninvoiced order by 1');
  return rows.map((row) => row['shipment'] as string);
}

function shipment(key: string, status: string, orders: string[]): Promise<void> {
  const planned = { ship: '2026-02-20' };
  return tell('shipment', key, orders, {
    ...{ status, planned, site: 'detroit', direction: 'outbound', kind: 'order' },
  });
}

function invoice(key: string, about: string[]): Promise<void> {
  return tell('invoice', key, about, { status: 'issued', direction: 'receivable', site: 'detroit' });
}

/** As the line does: the record and its entry. */
function tell(entity: string, key: string, about: string[], rest: object): Promise<void> {
  const record = { key, ...rest, refs: about.map((each) => ({ entity: 'salesOrder', key: each })) };
  return transaction(database.pool, async (connection) => {
    await connection.query(
      `insert into record (entity, key, version, data, changed_at) values ($1, $2, 1, $3, now())
       on conflict (entity, key) do update set data = excluded.data`,
      [entity, key, JSON.stringify(record)],
    );
    const type = `${entity}.changed`;
    const time = '2026-02-28T10:00:00.000Z';
    const data = JSON.stringify({ record });
    const entry = { id: key, type, entity, system: 'na-erp', subject: key, partitionKey: key, time, data };
    await append(connection, [{ ...entry, mentions: about }]);
  });
}
