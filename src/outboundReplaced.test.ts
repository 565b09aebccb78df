import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ItemsToWms, itemsToWms } from '../test/itemsToWms.ts';
import { transaction } from './database/transaction.ts';
import { readFree } from './delivery/parked.ts';
import { append } from './ledger/append.ts';
import { deliverAgain, deliverNext } from './outbound.ts';

let items: ItemsToWms;
let position: number;

const never = new AbortController().signal;

beforeEach(async () => {
  items = await itemsToWms({ takes: 'commands', map: '{ "verb": verb, "n": n }' });
  position = 0;
  items.target.answer = () => ({ status: 422, body: { message: 'it is packed' } });
  await give({ n: '2.1', verb: 'unpick' });
  await deliver();
});
afterEach(() => items.end());

test('a command that is asked again goes out in place of the refused one, which is then discarded', async () => {
  items.target.answer = () => ({ status: 200 });
  await give({ n: '3.1', verb: 'unpick', replaces: 'p~itm~1#2.1' });
  await deliver();
  expect(taken()).toEqual(['3.1']);
  expect(await parked()).toEqual(['1 discarded superseded by 3']);
});

test('a command that is refused again is parked in place of the one that was refused before', async () => {
  await give({ n: '3.1', verb: 'unpick', replaces: 'p~itm~1#2.1' });
  await deliver();
  expect(await parked()).toEqual(['1 discarded superseded by 3', '3 parked null']);
});

test('the refused command stays parked while the target is away: nothing has taken its place yet', async () => {
  await items.target.down();
  await give({ n: '3.1', verb: 'unpick', replaces: 'p~itm~1#2.1' });
  expect(await deliver()).toBe('down');
  expect(await parked()).toEqual(['1 parked null']);
});

test('a command that is asked again keeps the order of its key: what waited behind the refused one goes first', async () => {
  items.target.answer = () => ({ status: 200 });
  await give({ n: '2.2', verb: 'close' });
  await deliver();
  await give({ n: '3.1', verb: 'unpick', replaces: 'p~itm~1#2.1' });
  await deliver();
  expect(await parked()).toEqual(['1 discarded superseded by 4', '3 held-behind null', '4 held-behind null']);
  await deliverAgain(
    items.line,
    items.outlet,
    await readFree(items.line.pool, items.outlet.interface.id, 10),
    never,
  );
  expect(taken()).toEqual(['2.2', '3.1']);
});

test('a command that is asked again takes no place but that of its own', async () => {
  items.target.answer = () => ({ status: 200 });
  await give({ n: '3.1', verb: 'unpick', replaces: 'p~itm~2#2.1' });
  await deliver();
  expect(await parked()).toEqual(['1 parked null', '3 held-behind null']);
});

async function give(data: { n: string; verb: string; replaces?: string }): Promise<void> {
  const entry = {
    id: `p~itm~1#${data.n}`,
    type: `command.item.${data.verb}`,
    ...{ entity: 'item', system: 'p', subject: 'itm~1', partitionKey: 'itm~1' },
    time: '2026-03-01T12:00:00.000Z',
    data: JSON.stringify({ ...data, process: 'p', instance: 'p~itm~1' }),
  };
  await transaction(items.line.pool, (connection) => append(connection, [entry]));
}

async function deliver(): Promise<string> {
  const round = await deliverNext(items.line, items.outlet, position, never);
  position = round.position;
  return round.state;
}

function taken() {
  return items.target.received.map(({ body }) => body['n']);
}

async function parked(): Promise<string[]> {
  const { rows } = await items.line.pool.query(
    'select position, state, reason from parked order by position',
  );
  return rows.map(({ position: at, state, reason }) => `${at} ${state} ${reason}`);
}
