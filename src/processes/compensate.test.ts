import { expect, test } from 'vitest';
import { loadModel } from '../quality/loadModel.ts';
import { chartOf } from './chart.testing.ts';
import { compileMachine } from './machine.ts';
import { played } from './play.testing.ts';

/** An order of which parts are entered, and taken back when they are planned anew. */
const machine = compileMachine(
  chartOf(`
process: test
about: salesOrder
start: { on: salesOrder.changed }
context: '{ "order": event.subject, "parts": ["1", "2"] }'
keys: context.order
initial: entered
states:
  entered: { enter: [hold, enter], on: { replan: { to: replanning } } }
  replanning: { enter: [withdraw], on: { go-on: { to: entered } } }
commands:
  hold: { entity: salesOrder, verb: hold, key: context.order, undo: let-go }
  let-go: { entity: salesOrder, verb: letGo, key: context.order }
  enter: { entity: salesOrder, verb: enter, each: context.parts, key: 'context.order & "." & each', data: '{ "part": each }', undo: withdraw }
  withdraw: { entity: salesOrder, verb: withdraw, each: context.parts, key: 'context.order & "." & ($type(each) = "string" ? each : each.part)' }
`),
  await loadModel(),
);

/** Counted, and counted again: each count goes to the same key. */
const counting = await counted('');
const listing = await counted('each: \'["a", "b"]\', ');

test('a cancelled instance takes back what it gave, the last first', () => {
  const order = started();
  order.answer('delivered');
  expect(order.ask('cancel')).toEqual([
    ['withdraw', 'so~shop~1.2'],
    ['withdraw', 'so~shop~1.1'],
    ['let-go', 'so~shop~1'],
  ]);
});

test('what the chart took back itself is not taken back again', () => {
  const order = started();
  order.answer('delivered');
  order.tell('replan');
  order.answer('delivered');
  expect(order.ask('cancel')).toEqual([['let-go', 'so~shop~1']]);
  order.answer('delivered');
  expect(order.instance().status).toBe('cancelled');
});

test('what was given again after the chart had taken it back is taken back, once', () => {
  const order = started();
  order.answer('delivered');
  order.tell('replan');
  order.answer('delivered');
  order.tell('go-on');
  order.answer('delivered');
  const undone = order.ask('cancel').map(([, key]) => key);
  expect(undone.filter((key) => key.startsWith('so~shop~1.'))).toEqual(['so~shop~1.2', 'so~shop~1.1']);
});

test('what went to one key again took the place of what went there before: one undo, of the last', () => {
  const order = countedAgain();
  order.answer('delivered');
  expect(order.ask('cancel')).toEqual([['uncount', 'so~shop~1']]);
  expect(order.instance().given.at(-1)).toMatchObject({ undoes: '2.1', data: { was: 2 } });
  order.answer('delivered');
  expect(order.instance().status).toBe('cancelled');
});

test('where the system refused what went to the key again, what went there before is undone', () => {
  const order = countedAgain();
  order.answer('refused');
  expect(order.ask('cancel')).toEqual([['uncount', 'so~shop~1']]);
  expect(order.instance().given.at(-1)).toMatchObject({ undoes: '1.1', data: { was: 1 } });
});

test('what went to a key before stands as long as the one undo is refused, though what went there again was refused after all', () => {
  const order = countedAgain();
  order.ask('cancel');
  const [, again, undo] = order.instance().given;
  order.tell('count.refused', order.answered(again!.n, 'refused'));
  order.tell('uncount.refused', order.answered(undo!.n, 'refused'));
  expect(order.instance().status).toBe('stuck');
  expect(order.ask('retry')).toEqual([['uncount', 'so~shop~1']]);
});

test('what one step gives to one key for each of a list is undone each', () => {
  const order = played(listing, 'so~shop~1');
  order.tell('salesOrder.changed');
  order.answer('delivered');
  order.tell('recount');
  order.answer('delivered');
  expect(order.ask('cancel')).toEqual([
    ['uncount', 'so~shop~1'],
    ['uncount', 'so~shop~1'],
  ]);
});

test('an undo that was replayed and taken counts, though another was refused since', () => {
  const order = leftStanding();
  const [first] = order.instance().given.filter(({ answer }) => answer === 'refused');
  order.ask('retry');
  order.tell('withdraw.delivered', order.answered(first!.n, 'delivered'));
  order.answer('refused');
  expect(order.instance().status).toBe('cancelled');
});

test('what the chart is taking back is waited for, and what a system would not take back to the chart is asked again', () => {
  const order = started();
  order.answer('delivered');
  order.tell('replan');
  order.answer('refused', 'so~shop~1.1');
  expect(order.ask('cancel')).toEqual([
    ['withdraw', 'so~shop~1.1'],
    ['let-go', 'so~shop~1'],
  ]);
  order.answer('delivered', 'so~shop~1.1');
  order.answer('delivered', 'so~shop~1');
  expect(order.instance().status).toBe('cancelling');
  order.answer('delivered', 'so~shop~1.2');
  expect(order.instance().status).toBe('cancelled');
});

test('an instance of which a system takes something not back is stuck, and says what still stands', () => {
  const { status, problem } = leftStanding().instance();
  expect([status, problem?.detail]).toEqual([
    'stuck',
    '`withdraw` of so~shop~1.2 was refused: what it should take back still stands',
  ]);
});

test('what a system did not take back is asked again by retry, and nothing else', () => {
  const order = leftStanding();
  expect(order.ask('retry')).toEqual([['withdraw', 'so~shop~1.2']]);
  expect(order.instance()).not.toHaveProperty('problem');
  order.answer('refused');
  expect(order.instance().status).toBe('stuck');
  expect(order.ask('cancel')).toEqual([['withdraw', 'so~shop~1.2']]);
  order.answer('delivered');
  expect(order.instance()).toMatchObject({ status: 'cancelled' });
  expect(order.instance()).not.toHaveProperty('problem');
});

test('what a system did not take back is left by skip, with the reason, and the instance is cancelled', () => {
  const order = leftStanding();
  expect(order.ask('skip')).toEqual([]);
  expect(order.instance()).toMatchObject({ status: 'cancelled' });
  expect(order.history().at(-1)).toEqual(['skip withdraw', 'test', 'because']);
});

test('an instance of which something is left standing hears nothing more, and takes no signal', () => {
  const order = leftStanding();
  order.tell('replan');
  expect(() => order.ask('signal')).toThrow('what it did is being taken back');
  expect(order.waiting()).toEqual([]);
});

test('what a system had refused after all needs no taking back', () => {
  const order = started();
  order.ask('cancel');
  order.answer('delivered', 'so~shop~1');
  for (const { n, name, undoes } of order.instance().given)
    if (undoes !== undefined && name === 'withdraw')
      order.tell('withdraw.refused', order.answered(n, 'refused'));
  expect(order.instance().status).toBe('stuck');
  order.answer('refused');
  expect(order.instance().status).toBe('cancelled');
});

/** One part was entered for good: the system refuses to take it back. */
function leftStanding() {
  const order = started();
  order.answer('delivered');
  order.ask('cancel');
  order.answer('refused', 'so~shop~1.2');
  order.answer('delivered');
  return order;
}

/** The first was delivered; the second is on its way. */
function countedAgain() {
  const order = played(counting, 'so~shop~1');
  order.tell('salesOrder.changed');
  order.answer('delivered');
  order.tell('recount');
  return order;
}

async function counted(each: string) {
  const text = `
process: test
about: salesOrder
start: { on: salesOrder.changed }
context: '{ "order": event.subject, "times": 1 }'
keys: context.order
initial: counting
states:
  counting: { enter: [count], on: { recount: { do: [count], set: '{ "times": context.times + 1 }' } } }
commands:
  count: { entity: salesOrder, verb: count, ${each}key: context.order, data: '{ "times": context.times }', undo: uncount }
  uncount: { entity: salesOrder, verb: uncount, key: context.order, data: '{ "was": each.times }' }
`;
  return compileMachine(chartOf(text), await loadModel());
}

function started() {
  const order = played(machine, 'so~shop~1');
  order.tell('salesOrder.changed');
  return order;
}
