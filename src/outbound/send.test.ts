import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { offer, openInlet, openOutlet, testLine } from '../../test/line.ts';
import { openSink, startTarget, type TestTarget } from '../../test/target.ts';
import { readFree } from '../delivery/parked.ts';
import type { InboundLine, Inlet } from '../inbound.ts';
import { deliverAgain, deliverNext } from '../outbound.ts';
import type { Outlet } from './outlet.ts';

let database: TestDatabase;
let line: InboundLine;
let target: TestTarget;
let close: () => Promise<void>;
let inlet: Inlet;
let outlet: Outlet;
let position = 0;
const never = new AbortController().signal;

beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
  target = await startTarget();
  const sink = await openSink(target.url);
  close = sink.close;
  const items = { system: 'na-erp', name: 'items', entity: 'item' };
  inlet = await openInlet(line, {
    ...items,
    map: '{ "localKey": no, "status": "active", "number": no, "names": {"en": name}, "baseUnit": "EA" }',
  });
  outlet = await openOutlet(line, {
    ...items,
    system: 'wms',
    map: '{ "no": record.number, "name": record.names.en }',
    // One call carries one delivery, whatever the connector could do.
    sink: { ...sink.sink, bulk: 1 },
  });
  position = 0;
});
afterEach(async () => {
  await close();
  await target.stop();
  await database.drop();
});

test('what a target refuses holds back later ones of its key also in the next bulks of the round', async () => {
  target.answer = ({ body }) => ({ status: body['name'] === 'BAD' ? 422 : 200 });
  await offer(line, inlet, item('1', 'BAD'), item('2', 'B'), item('1', 'LATER'));
  await deliver();
  expect(names()).toEqual(['B']);
  expect(await states()).toEqual(['parked', 'held-behind']);
});

test('a message that makes the target fail does not stop the line for ever: others are sent past it, then it is tried alone', async () => {
  target.answer = ({ body }) => ({ status: body['name'] === 'POISON' ? 500 : 200 });
  await offer(line, inlet, item('1', 'POISON'), item('2', 'B'), item('1', 'LATER'), item('3', 'C'));
  for (let round = 0; round < 3; round++) expect(await deliver()).toBe('down');
  expect(names()).toEqual([]);
  expect(await deliver()).toBe('moved');
  expect(names()).toEqual(['B', 'C']);
  expect(await states()).toEqual(['retrying', 'held-behind']);
});

test('a target that fails whatever it is sent is away: nothing is decided, however often it is tried', async () => {
  target.answer = () => ({ status: 500 });
  await offer(line, inlet, item('1', 'A'), item('2', 'B'), item('3', 'C'));
  for (let round = 0; round < 6; round++) expect(await deliver()).toBe('down');
  expect(await states()).toEqual([]);
  target.answer = () => ({ status: 200 });
  await deliver();
  expect(names()).toEqual(['A', 'B', 'C']);
});

test('one that failed while others went through fails for itself and does not stop what is tried again with it', async () => {
  target.answer = ({ body }) => ({ status: body['name'] === 'POISON' ? 503 : 200 });
  await offer(line, inlet, item('1', 'POISON'), item('2', 'B'));
  for (let round = 0; round < 4; round++) await deliver();
  await offer(line, inlet, item('4', 'POISON'), item('5', 'E'));
  for (let round = 0; round < 4; round++) await deliver();
  expect(await states()).toEqual(['retrying', 'retrying']);
  target.answer = ({ body }) => ({ status: body['no'] === '1' ? 503 : 200 });
  await line.pool.query('update parked set next_attempt_at = now()');
  const free = await readFree(line.pool, outlet.interface.id, 100);
  expect((await deliverAgain(line, outlet, free, never)).state).toBe('moved');
  const { rows } = await line.pool.query('select state, attempts from parked order by position');
  expect(rows).toEqual([
    { state: 'retrying', attempts: 2 },
    { state: 'delivered', attempts: 1 },
  ]);
});

async function deliver(): Promise<string> {
  const round = await deliverNext(line, outlet, position, never);
  position = round.position;
  return round.state;
}

async function states(): Promise<string[]> {
  const { rows } = await line.pool.query('select state from parked order by position');
  return rows.map((row) => row.state);
}

function names(): unknown[] {
  return target.received.map(({ body }) => body['name']);
}

function item(no: string, name: string) {
  return { no, name };
}
