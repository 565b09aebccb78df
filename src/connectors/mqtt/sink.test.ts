import type { IPublishPacket, MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import { silent } from '../conformanceHarness.ts';
import type { Delivery } from '../connector.ts';
import { mqttConnector } from './index.ts';
import { connectTo, type TestBroker, testBroker, withoutMosquitto } from './mosquitto.testing.ts';

describe.skipIf(withoutMosquitto)(withoutMosquitto ?? 'with Mosquitto', () => {
  let broker: TestBroker;
  let peer: MqttClient;

  beforeEach(async () => {
    broker = await testBroker();
    peer = await connectTo(broker.url);
  });
  afterEach(async () => {
    peer.end(true);
    await broker.remove();
  });

  async function sinkOf(write: JsonObject, connection: JsonObject = {}) {
    const settings = { url: broker.url, ...connection };
    const system = await mqttConnector.open({
      system: 'mes',
      connection: settings,
      timeZone: 'UTC',
      log: silent,
    });
    onTestFinished(() => system.close());
    return system.sink!({ interface: 'mes/orders', write, folder: '/', log: silent });
  }

  const delivery = (n: number, document: Json, localKey = `L${n}`): Delivery => ({
    id: `mes/orders:${n}`,
    key: `K${n}`,
    entity: 'productionOrder',
    subject: `pro_${n}`,
    localKey,
    document,
  });
  const send = async (sink: Awaited<ReturnType<typeof sinkOf>>, deliveries: Delivery[]) =>
    sink.send(deliveries, AbortSignal.timeout(30_000));

  /** The packets that reach a subscriber of this filter. */
  async function listener(filter: string, count: number): Promise<{ heard: Promise<IPublishPacket[]> }> {
    const packets: IPublishPacket[] = [];
    const { promise, resolve } = Promise.withResolvers<IPublishPacket[]>();
    peer.on('message', (_topic, _payload, packet) => {
      packets.push(packet);
      if (packets.length === count) resolve(packets);
    });
    await peer.subscribeAsync(filter, { qos: 1 });
    return { heard: promise };
  }

  test('a value cannot add levels or wildcards to the topic', async () => {
    const { heard } = await listener('#', 2);
    const sink = await sinkOf({ topic: '{site.code}/orders/{localKey}' });
    const site = { code: 'de/+#\u0000%' };
    const sent = [delivery(1, { site }), delivery(2, { site: { code: '$SYS' }, localKey: 7 })];
    expect(await send(sink, sent)).toEqual([{ outcome: 'delivered' }, { outcome: 'delivered' }]);
    expect((await heard).map((p) => p.topic)).toEqual(['de%2F%2B%23%00%25/orders/L1', '%24SYS/orders/7']);
  });

  test('a document without a field of the topic is rejected, the others are delivered', async () => {
    const sink = await sinkOf({ topic: '{site}/orders' });
    const outcomes = await send(sink, [delivery(1, {}), delivery(2, { site: 'de' })]);
    expect(outcomes).toMatchObject([
      { outcome: 'rejected', problem: { field: 'site' } },
      { outcome: 'delivered' },
    ]);
  });

  test('the receiver can tell a repetition: the id of the delivery is a user property', async () => {
    const { heard } = await listener('orders', 1);
    await send(await sinkOf({ topic: 'orders', retain: true, expiry: '1h' }), [delivery(1, { a: 1 })]);
    expect((await heard)[0]).toMatchObject({
      qos: 1,
      properties: {
        messageExpiryInterval: 3600,
        contentType: 'application/json',
        userProperties: { 'lineshaft-delivery': 'mes/orders:1' },
      },
    });
  });

  test('many messages arrive in the order given, no more under way than the broker allows', async () => {
    const { heard } = await listener('orders', 400);
    const sink = await sinkOf({ topic: 'orders' });
    await send(
      sink,
      Array.from({ length: 400 }, (_, n) => delivery(n, { n })),
    );
    const numbers = (await heard).map((p) => JSON.parse(p.payload.toString()).n);
    expect(numbers).toEqual(Array.from({ length: 400 }, (_, n) => n));
  });

  test('a broker that is killed between two sends is transient, and reached again when it is back', async () => {
    const sink = await sinkOf({ topic: 'orders' });
    expect(await send(sink, [delivery(1, {})])).toMatchObject([{ outcome: 'delivered' }]);
    await broker.stop('SIGKILL');
    const down = await send(sink, [delivery(2, {}), delivery(3, {})]);
    for (const { outcome } of down) expect(['transient', 'unknown']).toContain(outcome);
    await broker.start();
    await expect.poll(() => send(sink, [delivery(2, {})])).toMatchObject([{ outcome: 'delivered' }]);
  });

  test('MQTT 3.1.1 publishes too', async () => {
    const { heard } = await listener('orders', 1);
    await send(await sinkOf({ topic: 'orders' }, { version: 4 }), [delivery(1, { a: 1 })]);
    expect(JSON.parse((await heard)[0]!.payload.toString())).toEqual({ a: 1 });
  });
});
