import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../../../database/transaction.ts';
import { append } from '../../../ledger/append.ts';
import { head } from '../../../ledger/read.ts';
import { createScene, type Scene } from '../../../observability/journey.testing.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let scene: Scene;
beforeAll(async () => {
  hub = await testServer();
  scene = createScene(hub.database.pool);
});
afterAll(() => hub.close());

const unmapped = problem('mapping-failed', 'map', 'no such field');

test('a command that a person takes out is answered as refused, with the reason, to the process that gave it', async () => {
  await hold('1');
  await discard('the plant did it by hand');
  expect(await answers('1')).toEqual([
    {
      ...{ verb: 'pick', process: 'fulfilment', instance: 'fulfilment~so~crm~1', command: 'pick', n: '1.1' },
      ...{ answer: 'refused', interface: 'na-erp/orders' },
      problem: expect.objectContaining({
        code: 'target-rejected',
        detail: expect.stringMatching(/ took the command out: the plant did it by hand$/),
      }),
    },
  ]);
});

test('a command that a system refused is answered once, also when a person takes it out then', async () => {
  await hold('2');
  await tell('2', 'answer.salesOrder.pick', 'fulfilment~so~crm~2#1.1/na-erp/orders/refused');
  await discard('it is so');
  expect(await answers('2')).toHaveLength(1);
});

test('what is no command of a process is taken out without a word', async () => {
  await tell('3', 'salesOrder.changed', 'so~crm~3@1', { record: {} });
  await park('3', await head(hub.database.pool));
  await discard('not wanted');
  expect(await answers('3')).toEqual([]);
});

function discard(reason: string) {
  return hub.ask('POST', '/operations/v1/parked/discard', { all: true, reason });
}

async function hold(number: string): Promise<void> {
  const id = `fulfilment~so~crm~${number}`;
  const data = { verb: 'pick', data: {}, process: 'fulfilment', instance: id, command: 'pick', n: '1.1' };
  await tell(number, 'command.salesOrder.pick', `${id}#1.1`, data);
  await park(number, await head(hub.database.pool));
}

function park(number: string, position: number): Promise<void> {
  const message = {
    state: 'parked',
    key: `so~crm~${number}`,
    problem: unmapped,
    position,
    attempts: 1,
  } as const;
  return scene.hold('out', 'na-erp/orders', 'salesOrder', message);
}

async function tell(number: string, type: string, id: string, data: JsonObject = {}): Promise<void> {
  const subject = `so~crm~${number}`;
  const entry = { id, type, entity: 'salesOrder', system: 'fulfilment', subject, partitionKey: subject };
  await transaction(hub.database.pool, (connection) =>
    append(connection, [{ ...entry, time: new Date().toISOString(), data: JSON.stringify(data) }]),
  );
}

async function answers(number: string): Promise<JsonObject[]> {
  const { rows } = await hub.database.pool.query<{ data: JsonObject }>(
    `select data from ledger where subject = $1 and starts_with(type, 'answer.') order by position`,
    [`so~crm~${number}`],
  );
  return rows.map(({ data }) => data);
}
