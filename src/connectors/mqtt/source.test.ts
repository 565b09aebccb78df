import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import { askAtOnce, silent } from '../conformanceHarness.ts';
import { DecodeFailure, type SourceBatch, type SourceMessage } from '../connector.ts';
import { mqttConnector } from './index.ts';
import {
  connectTo,
  makeSession,
  type TestBroker,
  testBroker,
  withoutMosquitto,
} from './mosquitto.testing.ts';

describe.skipIf(withoutMosquitto)(withoutMosquitto ?? 'with Mosquitto', () => {
  let broker: TestBroker;
  let peer: MqttClient;

  beforeEach(async () => {
    broker = await testBroker(['max_queued_messages 5']);
    await makeSession(broker.url, 'lineshaft-mes-facts', 'in/#');
    peer = await connectTo(broker.url);
  });
  afterEach(async () => {
    peer.end(true);
    await broker.remove();
  });

  const publish = (topic: string, document: Json, retain = false) =>
    peer.publishAsync(topic, JSON.stringify(document), { qos: 1, retain });

  async function reader(read: JsonObject = {}, cursor: Json = null, connection: JsonObject = {}) {
    const stopping = new AbortController();
    const system = await mqttConnector.open({
      system: 'mes',
      connection: { url: broker.url, ...connection },
      timeZone: 'Europe/Berlin',
      log: silent,
    });
    const endpoints = { mount: () => ({ close: () => undefined }) };
    const context = {
      interface: 'mes/facts',
      folder: '/',
      state: '/',
      endpoints,
      ask: askAtOnce,
      log: silent,
    };
    const source = system.source!({ ...context, read: { topics: ['in/#'], idle: '20ms', ...read } });
    const batches = source.batches(cursor, stopping.signal)[Symbol.asyncIterator]();
    const next = async () => (await batches.next()).value as SourceBatch;
    const stop = async () => {
      stopping.abort();
      await batches.return?.(undefined);
      await system.close();
    };
    onTestFinished(stop);
    /** So many messages, each batch acknowledged. */
    const some = async (count: number) => {
      const seen: SourceMessage[] = [];
      let last: SourceBatch | undefined;
      while (seen.length < count) {
        last = await next();
        await last.acknowledge?.([]);
        seen.push(...last.messages);
      }
      return { seen, cursor: last?.cursor };
    };
    return { next, some, stop };
  }

  const quiet = async (run: { next(): Promise<SourceBatch> }) => {
    for (;;) {
      const batch = await run.next();
      await batch.acknowledge?.([]);
      if (batch.messages.length === 0) return batch;
    }
  };

  test('the broker is killed before the batch is durable: after its restart the same message comes again', async () => {
    const first = await reader();
    await publish('in/a', { n: 1 });
    const offered = await first.next();
    expect(offered.messages).toHaveLength(1);
    await broker.stop('SIGKILL');
    await expect(first.next()).rejects.toThrow(/mes\/facts: \w+/);
    await broker.start();
    const { seen } = await (await reader()).some(1);
    expect(seen).toMatchObject([{ id: offered.messages[0]!.id, document: { n: 1 }, origin: 'in/a' }]);
  });

  test('what was acknowledged does not come again', async () => {
    await publish('in/a', { n: 1 });
    const first = await reader();
    await first.some(1);
    await first.stop();
    expect((await (await reader()).next()).messages).toEqual([]);
  });

  test('two equal messages are two, unless a declared id says that they are one', async () => {
    const run = await reader();
    await publish('in/a', { id: 'X' });
    await publish('in/a', { id: 'X' });
    const { seen } = await run.some(2);
    expect(new Set(seen.map((m) => m.id)).size).toBe(2);
    await run.stop();
    const declared = await reader({ id: ['id'] });
    await publish('in/a', { id: 'X' });
    await publish('in/a', { id: 'X' });
    expect((await declared.some(2)).seen.map((m) => m.id)).toEqual(['X', 'X']);
  });

  test('no more messages are under way than two batches until they are acknowledged', async () => {
    const run = await reader({ batch: 2 });
    const batch = await run.next();
    expect(batch.messages).toEqual([]);
    for (let n = 1; n <= 9; n++) await publish('in/a', { n });
    const first = await run.next();
    const second = await run.next();
    expect((await run.next()).messages).toEqual([]);
    await first.acknowledge!([]);
    await second.acknowledge!([]);
    expect((await run.some(5)).seen.map((m) => (m.document as JsonObject)['n'])).toEqual([5, 6, 7, 8, 9]);
  });

  test('messages that the broker dropped when its queue was full are noticed by their sequence', async () => {
    const read = { sequence: { field: 'seq' } };
    const first = await reader(read);
    await publish('in/a', { seq: 1 });
    const { cursor } = await first.some(1);
    await first.stop();
    for (let seq = 2; seq <= 60; seq++) await publish('in/a', { seq });
    const second = await reader(read, cursor!);
    const queued = await second.some(2);
    await quiet(second);
    await publish('in/a', { seq: 61 });
    const rest = (await second.some(1)).seen;
    const gaps = [...queued.seen, ...rest].filter((m) => m.document instanceof DecodeFailure);
    expect(gaps).toMatchObject([
      { id: expect.stringMatching(/^gap:in\/a:\d+-60$/), document: { problem: { code: 'sequence-gap' } } },
    ]);
  });

  test('a sender that starts anew is no gap', async () => {
    const run = await reader({ sequence: { field: 'seq', by: 'machine' } });
    for (const seq of [7, 8, 1, 2]) await publish('in/a', { seq, machine: 'M1' });
    await publish('in/a', { seq: 40, machine: 'M2' });
    expect((await run.some(5)).seen.filter((m) => m.document instanceof DecodeFailure)).toEqual([]);
  });

  test('the watermark moves while nothing comes, and only when the broker answers', async () => {
    const run = await reader();
    const first = await run.next();
    const second = await run.next();
    expect(Date.parse(second.watermark!)).toBeGreaterThan(Date.parse(first.watermark!));
    await broker.stop('SIGKILL');
    await expect(quiet(run).then(() => quiet(run))).rejects.toThrow(/mes\/facts/);
  });

  test('the source time is the declared field: ISO with zone, seconds or milliseconds, nothing else', async () => {
    const run = await reader({ sourceTime: 'at.t' });
    for (const t of ['2025-03-01T09:15:30+01:00', 1_740_816_930, 1_740_816_930_000, '2025-03-01 09:15:30']) {
      await publish('in/a', { at: { t } });
    }
    const { seen } = await run.some(4);
    const at = '2025-03-01T08:15:30.000Z';
    expect(seen.map((m) => m.sourceTime)).toEqual([at, at, at, undefined]);
  });

  test('retained messages come with the first subscription, or not at all', async () => {
    await publish('state/a', { n: 1 }, true);
    const run = await reader({ topics: ['state/#'] });
    expect((await run.some(1)).seen).toMatchObject([{ document: { n: 1 } }]);
    await run.stop();
    const again = await reader({ topics: ['state/#'] });
    expect((await again.next()).messages).toEqual([]);
    await again.stop();
    const without = await reader({ topics: ['state/#'], retained: 'exclude' }, null, { client: 'other' });
    expect((await without.next()).messages).toEqual([]);
  });

  test('a subscription that the broker refuses is an error in its words', async () => {
    const run = await reader({ topics: ['in/#/wrong'] });
    await expect(run.next()).rejects.toThrow(/mes\/facts: .*subscription/i);
  });

  test('MQTT 3.1.1 keeps the session too', async () => {
    const first = await reader({}, null, { version: 4, client: 'old' });
    expect((await first.next()).messages).toEqual([]);
    await publish('in/a', { n: 1 });
    expect((await first.next()).messages).toHaveLength(1);
    await first.stop();
    const { seen } = await (await reader({}, null, { version: 4, client: 'old' })).some(1);
    expect(seen).toMatchObject([{ document: { n: 1 } }]);
  });
});
