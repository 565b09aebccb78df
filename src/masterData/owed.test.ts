import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { transaction } from '../database/transaction.ts';
import { newHolder } from '../lease.ts';
import { append } from '../ledger/append.ts';
import { unscaled } from '../quality/decimal.ts';
import { followNow } from '../register/register.testing.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { readOwed } from './owed.ts';
import { masterDataRound } from './round.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await database.pool.query('truncate record, register, register_progress, uninvoiced, mention');
  await followNow(database.pool);
});
afterAll(() => database.drop());

test('a customer owes what open orders are worth, and what invoices say and is not paid', async () => {
  await order('so~1', '100');
  await order('so~2', '0.1');
  await invoice('inv~9', '36', { payments: [{ ref: '1', amount: usd('6') }], status: 'partiallyPaid' });
  await invoice('inv~8', '5', { kind: 'creditNote' });
  expect(await owed()).toEqual(['125.1', []]);
});

test('what of an order is invoiced is not owed twice, and what is paid is not owed', async () => {
  await order('so~1', '100');
  await invoice('inv~1', '30', { about: ['so~1'] });
  expect(await owed()).toEqual(['100', []]);
  await invoice('inv~1', '30', { about: ['so~1'], status: 'paid' });
  expect(await owed()).toEqual(['70', []]);
  await invoice('inv~2', '80', { about: ['so~1'], status: 'paid' });
  expect(await owed()).toEqual(['0', []]);
});

test('an invoice for two orders takes of each what its lines name it for', async () => {
  await order('so~1', '100');
  await order('so~2', '100');
  const lines = ['so~1', 'so~2'].map((key, i) => ({ net: usd(i === 0 ? '10' : '40'), order: { key } }));
  await invoice('inv~1', '50', { about: ['so~1', 'so~2'], status: 'paid', lines });
  expect(await owed()).toEqual(['150', []]);
});

test('a part of an order that is entered elsewhere is owed with the order, and its invoice is one for the order', async () => {
  await order('so~1', '100');
  await order('so~1.1', '40', { about: ['so~1'] });
  expect(await owed()).toEqual(['100', []]);
  await invoice('inv~1', '40', { about: ['so~1.1'], status: 'paid' });
  expect(await owed()).toEqual(['60', []]);
});

test('an order that has left is owed until it is invoiced; what is cancelled or a draft is not', async () => {
  await order('so~1', '100', { status: 'fulfilled' });
  await order('so~2', '7', { status: 'cancelled' });
  await order('so~3', '7', { status: 'draft' });
  expect(await owed()).toEqual(['0', []]);
  const left = { direction: 'outbound', kind: 'order', status: 'departed', site: 'detroit' };
  await tell('shipment', 'shp~1', ['so~1'], left);
  expect(await owed()).toEqual(['100', []]);
  await invoice('inv~1', '100', { about: ['shp~1'], status: 'paid' });
  expect(await owed()).toEqual(['0', []]);
});

test('what is owed in another currency is left out, and named', async () => {
  await order('so~1', '100');
  await order('so~2', '50', { currency: 'EUR' });
  await invoice('inv~1', '10', { currency: 'CHF' });
  expect(await owed()).toEqual(['100', ['CHF', 'EUR']]);
});

test('the order that is asked about, other customers, other companies and what suppliers are owed are not among it', async () => {
  await order('so~asked', '100');
  await order('so~asked.1', '100', { about: ['so~asked'] });
  await order('so~2', '100', { customer: 'cus_2' });
  await order('so~3', '100', { company: 'de01' });
  await invoice('inv~1', '10', { direction: 'payable' });
  expect(await owed()).toEqual(['0', []]);
});

test('an order is held against the limit with what is owed, as soon as the register knows what was told before it', async () => {
  const companies = { us01: { creditLimit: usd('120') } };
  await tell('customer', 'cus_1', [], { status: 'active', companies });
  await tell('item', 'itm_1', [], { status: 'active' });
  await order('so~1', '100');
  const position = await ask('so~asked');
  expect(await round()).toMatchObject({ state: 'idle' });
  await followNow(database.pool);
  expect(await round()).toMatchObject({ state: 'moved', position });
  const { rows } = await database.pool.query(
    `select data from ledger where type = 'answer.masterData.check'`,
  );
  expect(rows[0].data).toMatchObject({
    answer: 'delivered',
    obstacles: [{ kind: 'creditLimit', key: 'cus_1', is: '120 USD; 100 USD owed already' }],
    owed: { amount: '100', currency: 'USD', leftOut: [] },
  });
});

test('of several who are asked about together each has what it owes, and what is asked about is left out of its own alone', async () => {
  await order('so~1', '100');
  await order('so~2', '20');
  await order('so~3', '7', { customer: 'cus_2' });
  await invoice('inv~1', '30', { about: ['so~1'], status: 'paid' });
  await followNow(database.pool);
  const asked = (customer: string, asked: string, company = 'us01') => ({
    ...{ customers: [customer], order: asked, company, currency: 'USD' },
  });
  const all = [
    asked('cus_2', 'so~9'),
    asked('cus_1', 'so~1'),
    asked('cus_1', 'so~2'),
    asked('cus_1', 'so~9', 'de01'),
    asked('cus_3', 'so~9'),
  ];
  const found = await readOwed(database.pool, all);
  expect(found.map(({ amount }) => unscaled(amount))).toEqual(['7', '20', '70', '0', '0']);
});

async function owed(): Promise<[string, string[]]> {
  await followNow(database.pool);
  const asked = { customers: ['cus_1'], order: 'so~asked', company: 'us01', currency: 'USD' };
  const [its] = await readOwed(database.pool, [asked]);
  return [unscaled(its!.amount), its!.leftOut];
}

interface Said {
  about?: string[];
  customer?: string;
  currency?: string;
  [attribute: string]: unknown;
}

function order(
  key: string,
  worth: string,
  { about = [], currency = 'USD', customer, ...said }: Said = {},
): Promise<void> {
  const price = { amount: worth, currency, per: { value: '10', unit: 'EA' } };
  const lines = [
    { lineNo: '1', quantity: { value: '10', unit: 'EA' }, price },
    { lineNo: '2', status: 'cancelled', quantity: { value: '10', unit: 'EA' }, price },
  ];
  return tell('salesOrder', key, about, { status: 'open', lines, ...ofCustomer(customer), ...said });
}

function invoice(
  key: string,
  gross: string,
  { about = [], currency = 'USD', ...said }: Said = {},
): Promise<void> {
  const money = { amount: gross, currency };
  const its = {
    status: 'issued',
    direction: 'receivable',
    kind: 'invoice',
    currency,
    net: money,
    gross: money,
  };
  return tell('invoice', key, about, { ...its, ...ofCustomer(), ...said });
}

function ofCustomer(party = 'cus_1') {
  return { company: 'us01', parties: [{ role: 'soldTo', party }] };
}

function usd(amount: string) {
  return { amount, currency: 'USD' };
}

/** As the line does: the record and its entry. */
async function tell(entity: string, key: string, about: string[], said: object): Promise<void> {
  const record = { key, ...said, refs: about.map((each) => ({ key: each })) };
  await transaction(database.pool, async (connection) => {
    await connection.query(
      `insert into record (entity, key, version, data, changed_at) values ($1, $2, 1, $3, now())
       on conflict (entity, key) do update set data = excluded.data`,
      [entity, key, JSON.stringify(record)],
    );
    await enter(connection, entity, `${entity}.changed`, key, { record }, about);
  });
}

function ask(order: string): Promise<number> {
  const line = { item: 'itm_1', quantity: { value: '1', unit: 'EA' }, price: usd('25') };
  const data = {
    ...{ customer: 'cus_1', company: 'us01', lines: [line] },
    ...{ customerStatuses: ['active'], customerHolds: [], itemStatuses: ['active'] },
  };
  const command = { verb: 'check', process: 'p', instance: 'p~1', command: 'check', n: '1.1', data };
  return transaction(database.pool, async (connection) => {
    await enter(connection, 'masterData', 'command.masterData.check', order, command, []);
    const { rows } = await connection.query('select position from ledger_head');
    return rows[0].position;
  });
}

async function enter(
  connection: Parameters<typeof append>[0],
  entity: string,
  type: string,
  subject: string,
  data: object,
  mentions: string[],
): Promise<void> {
  const about = { id: subject, type, entity, system: 'na-erp', subject, partitionKey: subject };
  const time = '2026-02-28T10:00:00.000Z';
  await append(connection, [{ ...about, time, data: JSON.stringify(data as JsonObject), mentions }]);
}

async function round() {
  const { pool } = database;
  const holder = newHolder();
  const { rows } = await pool.query(
    `insert into subscription (name, position, holder) values ('masterData', 0, $1) on conflict (name) do update set holder = excluded.holder returning id, position`,
    [holder.id],
  );
  return masterDataRound({ pool, holder, id: rows[0].id }, rows[0].position);
}
