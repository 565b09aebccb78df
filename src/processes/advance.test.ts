import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { transaction } from '../database/transaction.ts';
import { libraryChart } from '../landscape/processes/useProcess.ts';
import { lease, newHolder } from '../lease.ts';
import { append } from '../ledger/append.ts';
import { head } from '../ledger/read.ts';
import { loadModel } from '../quality/loadModel.ts';
import { readPosition } from '../subscription.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { advance } from './advance.ts';
import { readLibrary } from './library/readLibrary.ts';
import { openProcess } from './open.ts';
import type { ProcessLine, RunningProcess } from './running.ts';

let database: TestDatabase;
let line: ProcessLine;
let process: RunningProcess;
let position: number;

beforeEach(async () => {
  database = await testDatabase();
  const chart = libraryChart((await readLibrary()).get('make-to-stock')!, [])!;
  process = await openProcess(database.pool, chart, await loadModel());
  line = { pool: database.pool, holder: newHolder() };
  await lease(database.pool, 'subscription', process.id, line.holder);
  position = await head(database.pool);
});
afterEach(() => database.drop());

test('what is told about an order before the process has its number is heard once it has it', async () => {
  await told(demand);
  await told(released);
  expect(await states()).toEqual(['planning']);
  await told(planned);
  expect(await states()).toEqual(['planning', 'planning', 'dispatching']);
});

test('it is heard in the same round too, and after it what came later, each once', async () => {
  await told(demand, released, planned, confirmed('c1', '50'), confirmed('c2', '48'));
  expect(await events()).toEqual([
    'demandSignal.recorded',
    'plan.delivered',
    'productionOrder.changed',
    'productionConfirmation.recorded',
    'productionConfirmation.recorded',
  ]);
  const { rows } = await database.pool.query(`select context ->> 'yield' as yield from process_instance`);
  expect(rows).toEqual([{ yield: '98' }]);
});

test('what was told before the process began is not heard', async () => {
  await told(released);
  await told(demand);
  await told(planned);
  expect(await states()).toEqual(['planning', 'planning']);
});

test('what it heard by a key that it had is not heard again by one that it comes to have', async () => {
  await told(demand);
  // About both numbers: it was heard when nothing listened to it.
  await told(released, confirmed('c1', '50', 'pro~stock~plan-F1'));
  await told(planned);
  expect(await states()).toEqual(['planning', 'planning', 'dispatching']);
});

test('who takes the process over goes on where it stands: nothing is heard twice', async () => {
  await told(demand, planned, released, confirmed('c1', '50'));
  position = await readPosition(database.pool, process.id);
  await told(confirmed('c2', '48'));
  const { rows } = await database.pool.query(`select context ->> 'yield' as yield from process_instance`);
  expect(rows).toEqual([{ yield: '98' }]);
});

test('an answer to another process is not taken to its instance, though both are about the same thing', async () => {
  await told(demand);
  await database.pool.query(
    `insert into process_instance (process, id, version, about, status, state, context, steps, given, started_at, changed_at)
     values ('other', 'other~plan~F1', 1, 'plan~F1', 'running', '"elsewhere"', '{}', 1, '[]', now(), now())`,
  );
  await database.pool.query(
    `insert into process_key (process, key, instance) values ('other', 'plan~F1', 'other~plan~F1')`,
  );
  const answer = { verb: 'create', process: 'other', instance: 'other~plan~F1', command: 'plan', n: '1.1' };
  await told(entry('answer.productionOrder.create', 'plan~F1', { ...answer, answer: 'refused' }));
  expect(await states()).toEqual(['planning']);
});

const demand = entry('demandSignal.recorded', 'plan~F1', {
  ...{ kind: 'forecast', site: 'gdansk', item: { item: 'itm_1' } },
  buckets: [{ quantity: { value: '100', unit: 'EA' } }],
});
const released = entry('productionOrder.changed', 'pro~eu-erp~88', { record: { status: 'released' } });
const planned = entry('answer.productionOrder.create', 'pro~stock~plan-F1', {
  ...{
    verb: 'create',
    process: 'make-to-stock',
    instance: 'make-to-stock~plan~F1',
    command: 'plan',
    n: '1.1',
  },
  ...{ answer: 'delivered', interface: 'eu-erp/orders', localKey: '88' },
});

function confirmed(id: string, value: string, ...orders: string[]) {
  const mentions = ['pro~eu-erp~88', ...orders];
  const data = { kind: 'progress', order: mentions.map((key) => ({ key })), yield: { value, unit: 'EA' } };
  return { ...entry('productionConfirmation.recorded', id, data), mentions };
}

function entry(type: string, subject: string, data: JsonObject) {
  const [first, second] = type.split('.') as [string, string];
  const entity = first === 'answer' ? second : first;
  const time = new Date().toISOString();
  return {
    ...{ id: `${type}/${subject}`, type, entity, system: 'told', subject, partitionKey: subject, time },
    data: JSON.stringify(data),
  };
}

async function told(...entries: Parameters<typeof append>[1][number][]): Promise<void> {
  await transaction(database.pool, (connection) => append(connection, entries));
  for (;;) {
    const round = await advance(line, process, position);
    position = round.position;
    if (round.state === 'idle') return;
  }
}

async function states(): Promise<unknown[]> {
  const { rows } = await database.pool.query('select state from process_step order by n');
  return rows.map(({ state }) => state);
}

async function events(): Promise<string[]> {
  const { rows } = await database.pool.query('select event from process_step order by n');
  return rows.map(({ event }) => event);
}
