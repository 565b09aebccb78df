import { expect, test } from 'vitest';
import { loadModel } from '../quality/loadModel.ts';
import { chartOf } from './chart.testing.ts';
import { compileMachine } from './machine.ts';
import { played } from './play.testing.ts';

const machine = compileMachine(
  chartOf(`
process: test
about: salesOrder
start: { on: salesOrder.changed }
context: '{ "order": event.subject }'
keys: context.order
initial: waiting
states:
  waiting: { on: { go: { to: here } } }
  here: { always: { when: $exists(context.order), to: there } }
  there: { always: { to: here } }
`),
  await loadModel(),
);

test('an instance whose chart would go in a circle for ever is stuck where it was, and says so', () => {
  const order = played(machine, 'so~1');
  order.tell('salesOrder.changed');
  order.tell('go');
  expect(order.instance()).toMatchObject({
    ...{ status: 'stuck', state: 'waiting' },
    problem: { detail: expect.stringContaining('comes to no rest') },
  });
});
