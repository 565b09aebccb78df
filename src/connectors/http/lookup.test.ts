import { expect, test } from 'vitest';
import type { Json } from '../../vocabulary/json.ts';
import { json, startPeer } from './peer.testing.ts';
import { delivery, openSink, sinkTo } from './sink.testing.ts';

const byReference = {
  path: '/orders',
  lookup: { path: '/orders?reference={id}', found: 'value', localKey: 'value.0.no' },
};

test.each<[number, Json, object | string]>([
  [200, { value: [{ no: 'A-7' }] }, { outcome: 'delivered', localKey: 'A-7' }],
  [200, { value: [] }, 'not delivered'],
  [404, {}, 'not delivered'],
  [410, {}, 'not delivered'],
  [401, {}, { outcome: 'transient', problem: { code: 'target-unfit' } }],
  [422, {}, { outcome: 'unknown' }],
  [429, {}, { outcome: 'throttled' }],
  [500, {}, { outcome: 'unknown' }],
])('asked whether it has a delivery, an answer of %i %j means %j', async (status, body, meaning) => {
  const { peer, ask } = await sinkTo((_request, response) => json(response, body, status), byReference);
  const [told] = await ask(delivery(7));
  if (typeof meaning === 'string') expect(told).toBe(meaning);
  else expect(told).toMatchObject(meaning);
  expect(peer.seen.map((r) => `${r.method} ${r.path}`)).toEqual(['GET /orders?reference=erp%2Fitems%3A7']);
});

test('a target that is away cannot tell, and is not asked about every delivery', async () => {
  const peer = await startPeer(() => undefined);
  const sink = await openSink(peer.url, { ...byReference, concurrency: 1 }, { timeout: '50ms' });
  const told = await sink.ask!(
    [1, 2, 3].map((n) => delivery(n)),
    AbortSignal.timeout(20_000),
  );
  expect(told).toMatchObject([1, 2, 3].map(() => ({ outcome: 'transient' })));
  expect(peer.seen).toHaveLength(1);
});

test('without `lookup` there is nothing to ask', async () => {
  const sink = await openSink('http://127.0.0.1:9', { path: '/p' });
  expect(sink.ask).toBeUndefined();
});
