import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ItemsToWms, itemsToWms } from '../test/itemsToWms.ts';
import { offer } from '../test/line.ts';
import type { TestTarget } from '../test/target.ts';
import { readFree } from './delivery/parked.ts';
import type { InboundLine, Inlet } from './inbound.ts';
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
  items = await itemsToWms({ send: 'latest' });
  ({ line, target, inlet, outlet } = items);
  position = 0;
  target.answer = ({ body }) => ({ status: { BAD: 422, DOWN: 500 }[String(body['name'])] ?? 200 });
});
afterEach(() => items.end());

test('while a backlog drains only the newest state of a thing is sent', async () => {
  await offer(line, inlet, item('1', 'A'), item('2', 'B'), item('1', 'C'), item('1', 'D'));
  await deliver();
  expect(names()).toEqual(['B', 'D']);
  expect(await parked()).toEqual([]);
});

test('a newer state goes out past a parked one of its thing, which is then discarded', async () => {
  await offer(line, inlet, item('1', 'BAD'), item('2', 'B'));
  await deliver();
  await offer(line, inlet, item('1', 'GOOD'));
  await deliver();
  expect(names()).toEqual(['B', 'GOOD']);
  expect(await parked()).toEqual(['1 discarded superseded by 3']);
});

test('a newer state goes out past one that is tried again later', async () => {
  await offer(line, inlet, item('1', 'DOWN'), item('2', 'B'));
  await deliver();
  expect(await parked()).toEqual(['1 retrying null']);
  await offer(line, inlet, item('1', 'GOOD'));
  await deliver();
  expect(names()).toEqual(['B', 'GOOD']);
  expect(await parked()).toEqual(['1 discarded superseded by 3']);
});

test('a newer state that is refused takes the place of the one that was refused before', async () => {
  await offer(line, inlet, item('1', 'BAD'), item('2', 'B'));
  await deliver();
  await offer(line, inlet, item('1', 'other'), { ...item('1', 'BAD'), _id: 'again' });
  await deliver();
  expect(await parked()).toEqual(['1 discarded superseded by 4', '4 parked null']);
});

test('an older state stays open while the target is away: nothing has taken its place yet', async () => {
  await offer(line, inlet, item('1', 'BAD'), item('2', 'B'));
  await deliver();
  await target.down();
  await offer(line, inlet, item('1', 'GOOD'));
  expect(await deliver()).toBe('down');
  expect(await parked()).toEqual(['1 parked null']);
  await target.up();
  await deliver();
  expect(await parked()).toEqual(['1 discarded superseded by 3']);
});

test('of what waited behind a message when the setting changed only the newest goes on', async () => {
  const every = { ...outlet, interface: { ...outlet.interface, send: 'every' as const } };
  await offer(line, inlet, item('1', 'BAD'), item('1', 'B'), item('1', 'C'));
  position = (await deliverNext(line, every, position, never)).position;
  expect(await parked()).toEqual(['1 parked null', '2 held-behind null', '3 held-behind null']);
  await line.pool.query(`update parked set state = 'waiting' where state = 'parked'`);
  await deliverAgain(line, outlet, await readFree(line.pool, outlet.interface.id, 100), never);
  expect(names()).toEqual(['C']);
  expect(await parked()).toEqual([
    '1 discarded superseded by 3',
    '2 discarded superseded by 3',
    '3 delivered null',
  ]);
});

async function deliver(): Promise<string> {
  const round = await deliverNext(line, outlet, position, never);
  position = round.position;
  return round.state;
}

async function parked(): Promise<string[]> {
  const { rows } = await line.pool.query('select position, state, reason from parked order by position');
  return rows.map((row) => `${row.position} ${row.state} ${row.reason}`);
}

function names() {
  return target.received.map((r) => r.body['name']);
}

function item(no: string, name: string) {
  return { no, name };
}
