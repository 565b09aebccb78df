import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ItemsToWms, itemsToWms } from '../test/itemsToWms.ts';
import { offer, openOutlet } from '../test/line.ts';
import type { TestTarget } from '../test/target.ts';
import { readFree } from './delivery/parked.ts';
import { readReceipts } from './delivery/receipts.ts';
import type { InboundLine, Inlet } from './inbound.ts';
import { readAll } from './ledger/read.ts';
import type { Outlet } from './outbound/outlet.ts';
import { deliverAgain, deliverNext } from './outbound.ts';

let items: ItemsToWms;
let line: InboundLine;
let target: TestTarget;
let inlet: Inlet;
let outlet: Outlet;
let position: number;

const never = new AbortController().signal;

beforeEach(async () => {
  items = await itemsToWms({ map: '{ "no": record.number, "name": record.names.en, "known": localKey }' });
  ({ line, target, inlet, outlet } = items);
  position = 0;
});
afterEach(() => items.end());

test('every change is delivered once, in the order of the ledger', async () => {
  await offer(line, inlet, item('1', 'A'), item('2', 'B'), item('1', 'C'));
  expect(await deliver()).toBe('moved');
  expect(sent('1')).toEqual(['A', 'C']);
  expect(await deliver()).toBe('idle');
  expect(target.received).toHaveLength(3);
});

test('a change is never sent back to the system it came from', async () => {
  const back = await openOutlet(line, {
    system: 'na-erp',
    name: 'items-out',
    entity: 'item',
    map: '{ "no": record.number }',
    sink: items.sink,
  });
  await offer(line, inlet, item('1', 'A'));
  expect(await deliverNext(line, back, 0, never)).toMatchObject({ state: 'moved', position: 1 });
  expect(target.received).toEqual([]);
});

test('what the mapping leaves out, with nothing or an empty list, is not sent', async () => {
  const map = '{ "A": { "no": record.number }, "B": [] }.$lookup($, $$.record.names.en)';
  const some = await openOutlet(line, {
    system: 'mes',
    name: 'items',
    entity: 'item',
    map,
    sink: items.sink,
  });
  await offer(line, inlet, item('1', 'A'), item('2', 'B'), item('3', 'C'));
  expect(await deliverNext(line, some, 0, never)).toMatchObject({ state: 'moved', position: 3 });
  expect(target.received.map(({ body }) => body['no'])).toEqual(['1']);
});

test('a target that is down moves nothing and loses nothing', async () => {
  await offer(line, inlet, item('1', 'A'), item('2', 'B'));
  await target.down();
  expect(await deliver()).toBe('down');
  expect(await storedPosition()).toBe(0);
  await target.up();
  expect(await deliver()).toBe('moved');
  expect(names()).toEqual(['A', 'B']);
});

test('a failing message parks with the words of the target and holds back only its own key', async () => {
  target.answer = ({ body }) =>
    body['name'] === 'BAD' ? { status: 422, body: { detail: 'name is on the black list' } } : { status: 200 };
  await offer(line, inlet, item('1', 'A'), item('2', 'BAD'), item('3', 'C'));
  await deliver();
  await offer(line, inlet, item('2', 'GOOD'), item('1', 'D'));
  await deliver();
  expect(names()).toEqual(['A', 'C', 'D']);
  const { rows } = await line.pool.query('select state, code, problem from parked order by position');
  expect(rows.map((row) => [row.state, row.code])).toEqual([
    ['parked', 'target-rejected'],
    ['held-behind', 'waits-behind'],
  ]);
  expect(rows[0].problem.detail).toContain('name is on the black list');
});

test('attempts that came to nothing are counted, each time anew; a message that only waits behind one was not tried', async () => {
  const failed = async () => {
    const { rows } = await line.pool.query(`select failed from subscription where name = 'wms/items'`);
    return rows[0].failed;
  };
  target.answer = ({ body }) => ({ status: body['name'] === 'BAD' ? 422 : 200 });
  await offer(line, inlet, item('1', 'BAD'), item('2', 'B'), item('3', 'BAD'), item('1', 'C'));
  await deliver();
  expect(await failed()).toBe(2);
  await line.pool.query(`update parked set state = 'waiting' where state = 'parked'`);
  await deliverAgain(line, outlet, await readFree(line.pool, outlet.interface.id, 100), never);
  expect(await failed()).toBe(4);
});

test('a replayed message goes first and those that waited behind it follow in order', async () => {
  target.answer = ({ body }) => ({ status: body['name'] === 'BAD' ? 422 : 200 });
  await offer(line, inlet, item('1', 'BAD'), item('1', 'B'), item('1', 'C'));
  await deliver();
  expect(names()).toEqual([]);
  target.answer = () => ({ status: 200 });
  await line.pool.query(`update parked set state = 'waiting' where state = 'parked'`);
  await deliverAgain(line, outlet, await readFree(line.pool, outlet.interface.id, 100), never);
  expect(names()).toEqual(['BAD', 'B', 'C']);
  const { rows } = await line.pool.query(`select distinct state from parked`);
  expect(rows).toEqual([{ state: 'delivered' }]);
});

test('a message discarded lets those behind it go on', async () => {
  target.answer = ({ body }) => ({ status: body['name'] === 'BAD' ? 422 : 200 });
  await offer(line, inlet, item('1', 'BAD'), item('1', 'B'));
  await deliver();
  await line.pool.query(`update parked set state = 'discarded' where state = 'parked'`);
  await deliverAgain(line, outlet, await readFree(line.pool, outlet.interface.id, 100), never);
  expect(names()).toEqual(['B']);
});

test('the receipt and the position commit together: what was sent before a crash is sent again with the same key', async () => {
  await offer(line, inlet, item('1', 'A'));
  await line.pool.query(`update subscription set holder = 'another'`);
  await expect(deliver()).rejects.toThrow(/another process/);
  await line.pool.query('update subscription set holder = $1', [line.holder.id]);
  await deliver();
  expect(target.received.map((r) => r.id)).toEqual(['wms/items:1', 'wms/items:1']);
});

test('the key that a target gives becomes a cross-reference and is used from then on', async () => {
  target.answer = () => ({ status: 201, body: { id: 'W-77' } });
  await offer(line, inlet, item('1', 'A'));
  await deliver();
  await offer(line, inlet, item('1', 'B'));
  await deliver();
  expect(target.received.map((r) => r.body['known'])).toEqual([undefined, 'W-77']);
});

test('the key that a target gives is used at once, by what follows in the same round', async () => {
  target.answer = () => ({ status: 201, body: { id: 'W-77' } });
  const keys: unknown[] = [];
  const oneByOne = {
    bulk: 1,
    send(...[deliveries, signal]: Parameters<typeof items.sink.send>) {
      keys.push(...deliveries.map(({ localKey }) => localKey));
      return items.sink.send(deliveries, signal);
    },
  };
  await offer(line, inlet, item('1', 'A'), item('1', 'B'));
  await deliverNext(line, { ...outlet, sink: oneByOne }, 0, never);
  expect(keys).toEqual([undefined, 'W-77']);
});

test('a receipt tells when, in how many attempts and what the target said', async () => {
  target.answer = () => ({ status: 201, body: { id: 'W-77' } });
  await offer(line, inlet, item('1', 'A'));
  await deliver();
  const [entry] = await readAll(line.pool, 0, 1);
  const [receipt] = await readReceipts(line.pool, entry!.position);
  expect(receipt).toMatchObject({
    interface: 'wms/items',
    attempts: 1,
    details: { 1: { localKey: 'W-77' } },
  });
  expect(Date.parse(receipt!.receivedAt)).toBeGreaterThanOrEqual(Date.parse(receipt!.sentAt));
});

test('a receipt keeps of each delivery the digest of the very bytes that the target got', async () => {
  target.answer = ({ body }) => ({ status: body['name'] === 'NO' ? 422 : 200 });
  await offer(line, inlet, item('1', 'Bolt, 8 × 40'), item('2', 'NO'), item('3', 'Nut'));
  await deliver();
  expect(target.received.map(({ text }) => createHash('sha256').update(text).digest('hex'))).toEqual([
    ...(await digestsOf(1)),
    ...(await digestsOf(3)),
  ]);
});

test('one message that always fails does not stop the others, and is tried again later', async () => {
  target.answer = ({ body }) => ({ status: body['name'] === 'BAD' ? 500 : 200 });
  await offer(line, inlet, item('1', 'BAD'), item('2', 'B'), item('3', 'C'));
  expect(await deliver()).toBe('moved');
  expect(names()).toEqual(['B', 'C']);
  const { rows } = await line.pool.query(
    'select state, attempts, next_attempt_at > now() as later from parked',
  );
  expect(rows).toEqual([{ state: 'retrying', attempts: 1, later: true }]);
});

test('only entries of the sites in scope are delivered', async () => {
  const scoped = await openOutlet(line, {
    system: 'mes',
    name: 'items',
    entity: 'item',
    map: '{ "no": record.number }',
    sink: items.sink,
    sites: ['toledo'],
  });
  await offer(line, inlet, item('1', 'A'));
  await deliverNext(line, scoped, 0, never);
  expect(target.received).toEqual([]);
});

async function deliver(): Promise<string> {
  const round = await deliverNext(line, outlet, position, never);
  position = round.position;
  return round.state;
}

async function storedPosition(): Promise<number> {
  const { rows } = await line.pool.query('select position from subscription where id = $1', [outlet.id]);
  return rows[0].position;
}

function names() {
  return target.received.map((r) => r.body['name']);
}

function sent(no: string) {
  return target.received.filter((r) => r.body['no'] === no).map((r) => r.body['name']);
}

function item(no: string, name: string) {
  return { no, name };
}

async function digestsOf(position: number) {
  return (await readReceipts(line.pool, position)).flatMap(({ digests = [] }) => digests);
}
