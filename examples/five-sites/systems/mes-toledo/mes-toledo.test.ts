import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningSystem, Tally } from '../plumbing/system.ts';
import { eventually, testOptions } from '../testing.ts';
import { start } from './start.ts';

let options: Awaited<ReturnType<typeof testOptions>>;
let mes: RunningSystem;
beforeEach(async () => {
  options = await testOptions();
  mes = await start(options);
});
afterEach(async () => {
  await mes.stop();
  await options.clean();
});

const order = {
  item: '000000000000100007',
  quantity: '24',
  unit: 'EACH',
  state: 'released',
  materials: [{ position: '0010', item: '000000000000100234', quantity: '48', unit: 'EACH' }],
  operations: [{ operation: '0010' }, { operation: '0020' }],
};
// biome-ignore lint/suspicious/noExplicitAny: what a test reads from JSON it also checks
type Answer = { status: number; retryAfter: string | null; body: any };

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const headers = { 'x-api-key': mes.addresses['MES_TOLEDO_KEY']! };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(mes.addresses['MES_TOLEDO_URL'] + path, init);
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: await response.json(),
  };
}
const events = async (kind: string, after = 0) =>
  (await call('GET', `/events/${kind}?after=${after}&limit=3`)).body;

test('works on a released order and can be asked for what happened, page by page', async () => {
  expect((await call('PUT', '/work-orders/0001000001', order)).status).toBe(201);
  await eventually(async () => (await call('GET', '/work-orders/0001000001')).body.state === 'done');
  const first = await events('confirmations');
  expect(first).toMatchObject({
    last: 3,
    more: true,
    events: [{ seq: 1, state: 'STARTED' }, { seq: 2, state: 'DONE', goodQty: '24' }, { seq: 3 }],
  });
  expect((await events('confirmations', 3)).events.map((event: { seq: number }) => event.seq)).toEqual([
    4, 5,
  ]);
  expect((await events('movements')).events).toMatchObject([
    { code: 10, item: '000000000000100234', quantity: '48' },
    { code: 20, item: '000000000000100007' },
  ]);
  expect((await call('PUT', '/work-orders/0001000001', order)).status).toBe(200);
  expect((await call('PUT', '/work-orders/0001000001', { ...order, quantity: '25' })).status).toBe(409);
});

test('refuses orders it cannot read and those without its key', async () => {
  expect((await call('PUT', '/work-orders/1', { ...order, unit: 'PCE' })).status).toBe(422);
  expect((await fetch(`${mes.addresses['MES_TOLEDO_URL']}/events/holds`)).status).toBe(401);
  expect(mes.tally().received['orders']).toEqual({ accepted: 0, repeated: 0, rejected: 1 });
});

test('goes on after a restart where it was, and cannot be reached while cut', async () => {
  await call('PUT', '/work-orders/0001000001', order);
  await eventually(async () => (await events('confirmations')).last > 0);
  await mes.stop();
  mes = await start(options);
  await eventually(async () => (await call('GET', '/work-orders/0001000001')).body.state === 'done');
  expect(mes.tally().emitted['confirmations']).toEqual({ clean: 5, dirty: {} });
  await mes.faults.cut();
  await expect(call('GET', '/events/holds')).rejects.toThrow();
  await mes.faults.heal();
  expect((await call('GET', '/events/holds')).status).toBe(200);
});

test('its control door sets faults and tells the tally', async () => {
  await fetch(`${mes.control}/faults/throttle?perSecond=0`, { method: 'POST' });
  expect(await call('GET', '/events/holds')).toMatchObject({ status: 429, retryAfter: '1' });
  await fetch(`${mes.control}/faults/heal`, { method: 'POST' });
  await fetch(`${mes.control}/faults/dirty?percent=100`, { method: 'POST' });
  await call('PUT', '/work-orders/0001000001', order);
  await eventually(async () => (await call('GET', '/work-orders/0001000001')).body.state === 'done');
  const tally = (await (await fetch(`${mes.control}/tally`)).json()) as Tally;
  const dirty = Object.values(tally.emitted['movements']!.dirty).reduce((a, b) => a + b, 0);
  expect(dirty).toBe(2);
});
