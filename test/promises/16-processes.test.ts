import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until, writeLandscape } from '../process.ts';
import { shopFiles } from '../shop.ts';
import { startTarget, type TestTarget } from '../target.ts';

let database: TestDatabase;
let wms: TestTarget;
let hub: HubProcess;

beforeEach(async () => {
  database = await testDatabase();
  wms = await startTarget();
  hub = await startHubProcess(await fulfilment(wms.url), database.url);
});
afterEach(async () => {
  await hub.stop();
  await wms.stop();
  await database.drop();
});

test('16. an order goes its way over a kill between any two steps, and each command has one effect', async () => {
  await order('1', 'confirmed');
  await reached('picking');
  await hub.kill();
  await hub.start();
  await until(async () => effects().size === 1);
  await reached('picking');
  await hub.kill();
  await hub.start();
  await order('1', 'inProcess');
  await reached('shipping');
  await hub.kill();
  await hub.start();
  await order('1', 'fulfilled');
  await reached('shipped', 'ended');
  await until(async () => effects().size === 2);
  expect([...effects().values()]).toEqual([
    { verb: 'pick', order: 'so~shop~1', lines: 1 },
    { verb: 'ship', order: 'so~shop~1', lines: 1 },
  ]);
  expect(await history()).toEqual([
    ['salesOrder.changed', 'picking', ['pick']],
    ['salesOrder.changed', 'shipping', ['ship']],
    ['salesOrder.changed', 'shipped', []],
  ]);
});

test('16. an event that starts a process starts it once, however often it is told', async () => {
  for (const lines of ['1', '2', '3']) await order('1', 'confirmed', lines);
  await order('2', 'confirmed');
  await until(async () => wms.received.length === 2);
  const { rows } = await database.pool.query('select id from process_instance order by id');
  expect(rows).toEqual([{ id: 'fulfilment~so~shop~1' }, { id: 'fulfilment~so~shop~2' }]);
});

test('16. a command that a system refuses comes back as an event', async () => {
  wms.answer = () => ({ status: 422, body: { message: 'no such zone' } });
  await order('1', 'confirmed');
  await reached('blocked');
});

test('16. a refused command that is replayed over a kill is answered as delivered', async () => {
  wms.answer = () => ({ status: 422, body: { message: 'no such zone' } });
  await order('1', 'confirmed');
  await reached('blocked');
  wms.answer = () => ({ status: 200 });
  await hub.kill();
  await database.pool.query(`update parked set state = 'waiting' where state = 'parked'`);
  await hub.start();
  await until(async () => {
    const { rows } = await database.pool.query(
      `select given -> 0 ->> 'answer' as answer from process_instance`,
    );
    return rows[0].answer === 'delivered';
  });
  expect([...effects().values()]).toEqual([{ verb: 'pick', order: 'so~shop~1', lines: 1 }]);
});

test('16. the refusal of a question is its answer: it is taken out, and what is asked next is not held back by it', async () => {
  await hub.stop();
  const asking = IN_YAML['processes/fulfilment.yaml']
    .replace(`undo: unpick }`, 'asks: true }')
    .replace(/ {2}unpick: .*\n/, '');
  hub = await startHubProcess(
    await fulfilment(wms.url, { 'processes/fulfilment.yaml': asking }),
    database.url,
  );
  wms.answer = () => ({ status: 422, body: { message: 'no such zone' } });
  await order('1', 'confirmed');
  await reached('blocked');
  wms.answer = () => ({ status: 200 });
  await hub.kill();
  await hub.start();
  await ask('signal', 'release');
  await reached('picking');
  await until(async () => effects().size === 1);
  await answered(1);
  const { rows } = await database.pool.query('select state, decided_by, reason from parked');
  expect(rows).toEqual([
    { state: 'discarded', decided_by: 'the hub', reason: expect.stringContaining('no such zone') },
  ]);
});

test('16. a timer fires over a kill, once', async () => {
  await order('1', 'confirmed');
  await reached('picking');
  await order('1', 'inProcess');
  await reached('shipping');
  await hub.kill();
  await database.pool.query(`update process_timer set due_at = now()`);
  await hub.start();
  await reached('late');
  expect((await history()).filter(([event]) => event.startsWith('xstate.after'))).toHaveLength(1);
});

test('16. a cancelled order takes back what was done, the last first', async () => {
  await order('1', 'confirmed');
  await until(async () => wms.received.length === 1);
  await order('1', 'inProcess');
  await until(async () => wms.received.length === 2);
  await answered(2);
  await ask('cancel');
  await reached('shipping', 'cancelled');
  const verbs = wms.received.map(({ body }) => body['verb']);
  expect(verbs.slice(2)).toEqual(['unship', 'unpick']);
});

test('16. what a system does not take back makes a cancelled order stuck; asked again and taken back then, over a kill, it is cancelled', async () => {
  await givenAndNotTakenBack();
  expect(await problem()).toBe('`unpick` of so~shop~1 was refused: what it should take back still stands');
  wms.answer = () => ({ status: 200 });
  await hub.kill();
  await ask('retry');
  await hub.start();
  await reached('picking', 'cancelled');
  expect(wms.received.map(({ body }) => body['verb'])).toEqual(['pick', 'unpick']);
  const { rows } = await database.pool.query('select state from parked');
  expect(rows).toEqual([{ state: 'delivered' }]);
});

test('16. what a system does not take back is left by a person, and the order is cancelled', async () => {
  await givenAndNotTakenBack();
  await ask('skip');
  await reached('picking', 'cancelled');
  expect((await history()).at(-1)).toEqual(['skip unpick', 'picking', []]);
});

test('16. a chart in TypeScript goes its way over a kill between any two steps', async () => {
  await hub.stop();
  hub = await startHubProcess(await fulfilment(wms.url, IN_TYPESCRIPT), database.url);
  await order('1', 'confirmed');
  await reached('picking');
  await hub.kill();
  await hub.start();
  await order('1', 'inProcess');
  await reached('shipping');
  await hub.kill();
  await hub.start();
  await order('1', 'fulfilled');
  await reached('shipped', 'ended');
  await until(async () => effects().size === 2);
  expect([...effects().values()]).toEqual([
    { verb: 'pick', order: 'so~shop~1', lines: 1 },
    { verb: 'ship', order: 'so~shop~1', lines: 1 },
  ]);
});

test('16. what an expression cannot answer keeps the instance in its place, and what came since goes on in order once it is skipped', async () => {
  await order('1', 'confirmed', 'none');
  await stuck();
  await order('1', 'confirmed');
  await ask('skip');
  await reached('picking');
  await until(async () => wms.received.length === 1);
});

async function givenAndNotTakenBack(): Promise<void> {
  await order('1', 'confirmed');
  await until(async () => wms.received.length === 1);
  await answered(1);
  wms.answer = () => ({ status: 422, body: { message: 'it is packed' } });
  await ask('cancel');
  await stuck();
}

async function problem(): Promise<string> {
  const { rows } = await database.pool.query(`select problem ->> 'detail' as detail from process_instance`);
  return rows[0].detail;
}

/** By idempotency key, as a warehouse that keeps them would have it. */
function effects(): Map<string, unknown> {
  return new Map(wms.received.map(({ id, body }) => [id, body]));
}

/** Until the door of the hub is open. */
async function order(number: string, status: string, lines = '1'): Promise<void> {
  await until(async () => {
    const answer = await fetch(`${hub.url}/in/shop/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-key': 'promise' },
      body: JSON.stringify({ number, status, lines }),
    });
    return answer.ok;
  });
}

async function reached(state: string, status = 'running'): Promise<void> {
  await until(async () => {
    const { rows } = await database.pool.query(
      `select from process_instance where id = 'fulfilment~so~shop~1' and state::text = $1 and status = $2`,
      [JSON.stringify(state), status],
    );
    return rows.length === 1;
  });
}

async function stuck(): Promise<void> {
  await until(async () => {
    const { rows } = await database.pool.query(`select from process_instance where status = 'stuck'`);
    return rows.length === 1;
  });
}

async function answered(count: number): Promise<void> {
  await until(async () => {
    const { rows } = await database.pool.query('select given::text as given from process_instance');
    return (rows[0].given as string).split('"answer":"delivered"').length - 1 === count;
  });
}

async function ask(kind: string, signal?: string): Promise<void> {
  await database.pool.query(
    `insert into process_request (process, instance, kind, signal, by_whom) values ('fulfilment', 'fulfilment~so~shop~1', $1, $2, 'test')`,
    [kind, signal],
  );
  await database.pool.query(`select pg_notify('lineshaft_process', 'fulfilment')`);
}

async function history(): Promise<[string, unknown, string[]][]> {
  const { rows } = await database.pool.query<{ event: string; state: unknown; commands: string[] }>(
    `select event, state, commands from process_step where instance = 'fulfilment~so~shop~1' order by n`,
  );
  return rows.map(({ event, state, commands }) => [event, state, commands]);
}

/** A shop that pushes orders through a door, a warehouse that takes commands, and the process between them. */
function fulfilment(target: string, chart: Record<string, string> = IN_YAML): Promise<string> {
  return writeLandscape({
    ...shopFiles(`{
  "localKey": number, "number": number, "status": status, "customerOrderNumber": lines, "site": "detroit", "company": "us01",
  "documentDate": "2026-03-01", "requested": "2026-03-02", "currency": "USD", "orderKind": "standard", "parties": [{ "role": "soldTo", "party": "cus_1" }],
  "lines": [{ "lineNo": "1", "item": { "item": "itm_1" }, "quantity": { "value": "1", "unit": "EA" } }]
}`),
    'systems/wms.yaml': `
system: wms
kind: wms
site: detroit
connector: http
connection: { url: "${target}" }
interfaces:
  commands:
    target: salesOrder@1
    takes: commands
    write: { method: POST, path: /commands }
    map: commands.out.jsonata
`,
    'systems/commands.out.jsonata': '{ "verb": verb, "order": key, "lines": data.lines }',
    ...chart,
  });
}

const IN_YAML = {
  'processes/fulfilment.yaml': `
process: fulfilment
about: salesOrder
start: { on: salesOrder.changed, when: "event.data.record.status = 'confirmed'" }
context: '{ "order": event.subject, "lines": $number(event.data.record.customerOrderNumber) }'
keys: context.order
initial: picking
states:
  picking:
    enter: [pick]
    on:
      salesOrder.changed: { when: "event.data.record.status = 'inProcess'", to: shipping }
      pick.refused: { to: blocked }
  shipping:
    enter: [ship]
    on:
      salesOrder.changed: { when: "event.data.record.status = 'fulfilled'", to: shipped }
      ship.refused: { to: blocked }
    after: { 2h: { to: late } }
  late:
    on:
      salesOrder.changed: { when: "event.data.record.status = 'fulfilled'", to: shipped }
  blocked:
    on:
      release: { to: picking }
  shipped: { final: true }
commands:
  pick: { entity: salesOrder, verb: pick, key: context.order, data: '{ "lines": context.lines }', undo: unpick }
  ship: { entity: salesOrder, verb: ship, key: context.order, data: '{ "lines": context.lines }', undo: unship }
  unpick: { entity: salesOrder, verb: unpick, key: context.order }
  unship: { entity: salesOrder, verb: unship, key: context.order }
`,
};

const IN_TYPESCRIPT = {
  'processes/fulfilment.ts': `
const became = (status: string) => ({ event }) => event.data.record.status === status;
const blocked = (name: string) => ({ [name + '.refused']: { to: 'blocked' } });
const asked = (verb: string) => ({
  entity: 'salesOrder', verb, key: ({ context }) => context.order, data: ({ context }) => ({ lines: context.lines }), undo: 'un' + verb,
});

export default {
  process: 'fulfilment',
  about: 'salesOrder',
  start: { on: 'salesOrder.changed', when: became('confirmed') },
  context: ({ event }) => ({ order: event.subject, lines: Number(event.data.record.customerOrderNumber) }),
  keys: ({ context }) => context.order,
  initial: 'picking',
  states: {
    picking: { enter: ['pick'], on: { 'salesOrder.changed': { when: became('inProcess'), to: 'shipping' }, ...blocked('pick') } },
    shipping: { enter: ['ship'], on: { 'salesOrder.changed': { when: became('fulfilled'), to: 'shipped' }, ...blocked('ship') } },
    blocked: { on: { release: { to: 'picking' } } },
    shipped: { final: true },
  },
  commands: {
    pick: asked('pick'),
    ship: asked('ship'),
    unpick: { entity: 'salesOrder', verb: 'unpick', key: 'context.order' },
    unship: { entity: 'salesOrder', verb: 'unship', key: 'context.order' },
  },
};
`,
};
