import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ItemsToWms, itemsToWms } from '../test/itemsToWms.ts';
import { offer } from '../test/line.ts';
import type { TestTarget } from '../test/target.ts';
import { readFree } from './delivery/parked.ts';
import { readReceipts } from './delivery/receipts.ts';
import type { InboundLine, Inlet } from './inbound.ts';
import type { Outlet } from './outbound/outlet.ts';
import { deliverAgain, deliverNext } from './outbound.ts';

/** A target that knows no idempotency key: whatever it is sent it does again, but it can be asked. */
let target: TestTarget;
let items: ItemsToWms;
let line: InboundLine;
let inlet: Inlet;
let outlet: Outlet;
let questions: string[];

const never = new AbortController().signal;

beforeEach(async () => {
  const lookup = { path: '/orders?reference={id}', localKey: 'no' };
  items = await itemsToWms({
    map: '{ "no": record.number, "name": record.names.en, "known": localKey }',
    write: { lookup, concurrency: 1 },
  });
  ({ line, target, inlet, outlet } = items);
  questions = [];
  target.tell = (path) => {
    questions.push(path.split(':').at(-1)!);
    const had = target.received.find(({ id }) => path.endsWith(`=${encodeURIComponent(id)}`));
    return had ? { status: 200, body: { no: `T${had.body['no']}` } } : { status: 404 };
  };
});
afterEach(() => items.end());

test('a target whose answer was lost is asked, and what it has is not sent again', async () => {
  await offer(line, inlet, item('1', 'A'), item('2', 'B'), item('3', 'C'));
  target.answer = ({ body }) => (body['no'] === '1' ? { status: 200 } : { status: 200, hangsUp: true });
  const { position, state } = await deliver(0);
  expect(state).toBe('down');
  target.answer = () => ({ status: 200 });
  expect(await deliver(position)).toMatchObject({ state: 'moved' });
  expect(names()).toEqual(['A', 'B', 'C']);
  const [receipt] = await readReceipts(line.pool, 2);
  expect(receipt?.details).toEqual({ 2: { localKey: 'T2', detail: 'it was there already' } });
  expect(receipt).not.toHaveProperty('digests');
  const [before] = await readReceipts(line.pool, 1);
  expect(before?.digests).toHaveLength(1);
});

test('what was sent before a crash is asked about; what is surely new is not', async () => {
  await offer(line, inlet, item('1', 'A'), item('2', 'B'));
  await line.pool.query(`update subscription set holder = 'another'`);
  await expect(deliver(0)).rejects.toThrow(/another process/);
  await line.pool.query('update subscription set holder = $1', [line.holder.id]);
  questions = [];
  const { position } = await deliver(0);
  expect(names()).toEqual(['A', 'B']);
  expect(questions).toHaveLength(2);
  await offer(line, inlet, item('3', 'C'));
  await deliver(position);
  expect(names()).toEqual(['A', 'B', 'C']);
  expect(questions).toHaveLength(2);
});

test('a target that cannot say gets nothing until it can', async () => {
  await offer(line, inlet, item('1', 'A'));
  target.answer = () => ({ status: 200, hangsUp: true });
  await deliver(0);
  target.answer = () => ({ status: 200 });
  const { tell } = target;
  target.tell = () => ({ status: 503 });
  expect(await deliver(0)).toMatchObject({ state: 'down', position: 0 });
  expect(await deliver(0)).toMatchObject({ state: 'down', position: 0 });
  target.tell = tell;
  expect(await deliver(0)).toMatchObject({ state: 'moved' });
  expect(names()).toEqual(['A']);
});

test('what is tried again alone is asked about too, and what follows it goes under the key that the target tells', async () => {
  await offer(line, inlet, item('1', 'A'), item('2', 'B'));
  target.answer = ({ body }) => (body['no'] === '1' ? { status: 200, hangsUp: true } : { status: 200 });
  const { position } = await deliver(0);
  target.answer = () => ({ status: 200 });
  await offer(line, inlet, item('1', 'C'));
  await deliver(position);
  await line.pool.query('update parked set next_attempt_at = now()');
  await deliverAgain(line, outlet, await readFree(line.pool, outlet.interface.id, 100), never);
  expect(names()).toEqual(['A', 'B', 'C']);
  const { rows } = await line.pool.query('select distinct state from parked');
  expect(rows).toEqual([{ state: 'delivered' }]);
});

test('what stands behind one that must go again goes again too, so that the last state stands last', async () => {
  await offer(line, inlet, item('1', 'old'), item('1', 'new'));
  const { tell } = target;
  await line.pool.query(`update subscription set holder = 'another'`);
  await expect(deliver(0)).rejects.toThrow(/another process/);
  await line.pool.query('update subscription set holder = $1', [line.holder.id]);
  expect(names()).toEqual(['old', 'new']);
  target.tell = (path) => (path.endsWith(encodeURIComponent('wms/items:1')) ? { status: 404 } : tell(path));
  await deliver(0);
  expect(names()).toEqual(['old', 'new', 'old', 'new']);
});

test('a round whose work was done again meanwhile is refused: nothing is noted twice', async () => {
  await offer(line, inlet, item('1', 'A'));
  await deliver(0);
  await expect(deliver(0)).rejects.toThrow(/another process/);
  const { rows } = await line.pool.query('select count(*) from receipt');
  expect(rows).toEqual([{ count: 1 }]);
});

test('of 500 the target refuses one: 499 are delivered once, one parks with its words', async () => {
  const all = Array.from({ length: 500 }, (_, n) => item(String(n), n === 123 ? 'BAD' : `N${n}`));
  await offer(line, inlet, ...all);
  let refused = 0;
  target.answer = ({ body }) => {
    if (body['name'] !== 'BAD') return { status: 200 };
    refused++;
    return { status: 422, body: { detail: 'name is on the black list' } };
  };
  let { position, state } = await deliver(0);
  while (state !== 'idle') ({ position, state } = await deliver(position));
  expect(names().toSorted()).toEqual(
    all
      .map(({ name }) => name)
      .filter((name) => name !== 'BAD')
      .toSorted(),
  );
  expect(refused).toBe(1);
  const { rows } = await line.pool.query('select state, code, problem from parked');
  expect(rows).toMatchObject([{ state: 'parked', code: 'target-rejected' }]);
  expect(rows[0].problem.detail).toContain('name is on the black list');
});

function deliver(position: number) {
  return deliverNext(line, outlet, position, never);
}

function names() {
  return target.received.map((r) => r.body['name']);
}

function item(no: string, name: string) {
  return { no, name };
}
