import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestDatabase } from '../test/database.ts';
import { type ItemsToWms, itemsToWms } from '../test/itemsToWms.ts';
import { offer } from '../test/line.ts';
import type { TestTarget } from '../test/target.ts';
import { reconsiderIncomplete } from './delivery/incomplete.ts';
import { readFree } from './delivery/parked.ts';
import type { InboundLine, Inlet } from './inbound.ts';
import type { Outlet } from './outbound/outlet.ts';
import { deliverAgain, deliverNext } from './outbound.ts';

let items: ItemsToWms;
let database: TestDatabase;
let line: InboundLine;
let target: TestTarget;
let inlet: Inlet;
let outlet: Outlet;
let position: number;

const never = new AbortController().signal;

beforeEach(async () => {
  items = await itemsToWms({
    more: '"sites": planner ? { "detroit": { "planner": planner } }',
    map: '{ "no": record.number, "name": record.names.en, "planner": record.sites.detroit.planner }',
    send: 'latest',
    requires: ['names.en', 'sites.detroit.planner'],
  });
  ({ database, line, target, inlet, outlet } = items);
  position = 0;
});
afterEach(() => items.end());

test('a new thing waits for what the target requires, alone, and goes as it is once it has it', async () => {
  await offer(line, inlet, item('1', 'Pump'), item('2', 'Valve', 'P2'));
  await deliver();
  expect(told()).toEqual(['2 Valve P2']);
  expect(await parked()).toEqual(['parked incomplete waits for sites.detroit.planner']);
  await offer(line, inlet, item('1', 'Pump DN 50'));
  await offer(line, inlet, item('1', 'Pump DN 80', 'P1'));
  await deliver();
  expect(told()).toEqual(['2 Valve P2', '1 Pump DN 80 P1']);
  expect(await parked()).toEqual([]);
});

test('a thing that the target has already is told whatever it lacks', async () => {
  await database.pool.query(
    `insert into observation (system, entity, local_key, key) select 'wms', 'item', 'W-1', 'itm_A'`,
  );
  await offer(line, inlet, item('1', 'Pump'));
  await database.pool.query(`update observation set key = (select key from record) where system = 'wms'`);
  await deliver();
  expect(told()).toEqual(['1 Pump undefined']);
});

test('when the target requires less, what waits is looked at once more', async () => {
  await offer(line, inlet, item('1', 'Pump'));
  await deliver();
  expect(told()).toEqual([]);
  outlet.interface.requires = ['names.en'];
  await reconsiderIncomplete(database.pool, 'wms/items');
  await deliverAgain(line, outlet, await readFree(database.pool, 'wms/items', 10), never);
  expect(told()).toEqual(['1 Pump undefined']);
  expect(await parked()).toEqual([]);
});

async function deliver(): Promise<void> {
  for (let round = await next(); round.state !== 'idle'; round = await next());
}

async function next() {
  const round = await deliverNext(line, outlet, position, never);
  position = round.position;
  return round;
}

function told(): string[] {
  return target.received.map(({ body }) => `${body['no']} ${body['name']} ${body['planner']}`);
}

async function parked(): Promise<string[]> {
  const { rows } = await database.pool.query(
    `select state, code, problem ->> 'detail' as detail from parked where state not in ('discarded', 'delivered') order by id`,
  );
  return rows.map(({ state, code, detail }) => `${state} ${code} ${detail}`);
}

function item(no: string, name: string, planner?: string) {
  return { no, name, ...(planner !== undefined && { planner }) };
}
