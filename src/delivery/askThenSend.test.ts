import { expect, test } from 'vitest';
import type { Delivery, DeliveryOutcome, Sink } from '../connectors/connector.ts';
import { problem } from '../vocabulary/problem.ts';
import { askThenSend } from './askThenSend.ts';

const silent: DeliveryOutcome = {
  outcome: 'transient',
  problem: problem('target-unavailable', 'send', 'It does not say.'),
};

test('nothing goes past one of its key that the target could not speak of, though it lacks what follows', async () => {
  const { sent, outcomes } = await send({ a1: silent, a2: 'not delivered', b1: 'not delivered' });
  expect(sent).toEqual(['b1']);
  expect(outcomes).toEqual(['transient', 'transient', 'delivered']);
});

test('what stands behind one that goes again goes again too, though the target has it', async () => {
  const { sent } = await send({
    a1: 'not delivered',
    a2: { outcome: 'delivered' },
    b1: { outcome: 'delivered' },
  });
  expect(sent).toEqual(['a1', 'a2']);
});

test('what the target says it made is not made again by what follows', async () => {
  const { keys } = await send({ a1: { outcome: 'delivered', localKey: '88' }, a2: 'not delivered' });
  expect(keys).toEqual(['88']);
});

/** By delivery, whose key is its first letter, what a target says when it is asked; what it is sent then it takes. */
async function send(says: Record<string, DeliveryOutcome | 'not delivered'>) {
  const sent: Delivery[] = [];
  const sink: Sink = {
    bulk: 100,
    ask: async (deliveries) => deliveries.map(({ id }) => says[id]!),
    send: async (deliveries) => {
      sent.push(...deliveries);
      return deliveries.map(() => ({ outcome: 'delivered' }));
    },
  };
  const deliveries = Object.keys(says).map(
    (id): Delivery => ({ id, key: id[0]!, entity: 'item', subject: id[0]!, document: {} }),
  );
  const outcomes = await askThenSend(sink, deliveries, () => true, new AbortController().signal);
  return {
    sent: sent.map(({ id }) => id),
    keys: sent.map(({ localKey }) => localKey),
    outcomes: outcomes.map(({ outcome }) => outcome),
  };
}
