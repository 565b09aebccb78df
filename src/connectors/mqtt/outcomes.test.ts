import { type AddressInfo, createServer, type Socket } from 'node:net';
import mqttPacket, { type IPublishPacket, type Packet } from 'mqtt-packet';
import { expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../vocabulary/json.ts';
import { silent } from '../conformanceHarness.ts';
import type { Delivery } from '../connector.ts';
import { mqttConnector } from './index.ts';

type Answer = (packet: IPublishPacket, reply: (packet: Packet) => void, socket: Socket) => void;

/** A broker at the level of packets, to say what real ones seldom say. */
async function rawBroker(
  answer: Answer,
  connack: Partial<Packet> = {},
): Promise<{ url: string; got: string[] }> {
  const got: string[] = [];
  const server = createServer((socket) => {
    const parser = mqttPacket.parser({ protocolVersion: 5 });
    const reply = (packet: Packet) => void socket.write(mqttPacket.generate(packet, { protocolVersion: 5 }));
    socket.on('error', () => undefined).on('data', (bytes) => parser.parse(bytes));
    parser.on('packet', (packet) => {
      if (packet.cmd === 'connect')
        reply({ cmd: 'connack', reasonCode: 0, sessionPresent: false, ...connack } as Packet);
      if (packet.cmd !== 'publish') return;
      got.push(packet.payload.toString());
      answer(packet, reply, socket);
    });
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  onTestFinished(() => void server.close());
  return { url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`, got };
}

async function sinkTo(url: string, write: JsonObject) {
  const system = await mqttConnector.open({
    system: 'mes',
    connection: { url },
    timeZone: 'UTC',
    log: silent,
  });
  onTestFinished(() => system.close());
  const sink = system.sink!({ interface: 'mes/orders', write, folder: '/', log: silent });
  return (...sent: Delivery[]) => sink.send(sent, AbortSignal.timeout(20_000));
}

const delivery = (n: number, key = `K${n}`): Delivery => ({
  id: `mes/orders:${n}`,
  key,
  entity: 'productionOrder',
  subject: `pro_${n}`,
  document: { n },
});

const acknowledge =
  (reasonCode: number): Answer =>
  ({ messageId }, reply) =>
    reply({ cmd: 'puback', messageId: messageId!, reasonCode });

test.each([
  [0x00, 'delivered', ''],
  [0x10, 'delivered', ''],
  [0x80, 'rejected', 'target-rejected'],
  [0x83, 'rejected', 'target-rejected'],
  [0x87, 'rejected', 'target-rejected'],
  [0x90, 'rejected', 'target-rejected'],
  [0x91, 'transient', 'target-unavailable'],
  [0x97, 'throttled', 'target-throttled'],
  [0x99, 'rejected', 'target-rejected'],
])('an acknowledgement with reason code %i means %s', async (code, outcome, problemCode) => {
  const broker = await rawBroker(acknowledge(code));
  const send = await sinkTo(broker.url, { topic: 'orders/{n}' });
  const [said] = await send(delivery(1));
  expect(said).toMatchObject({ outcome });
  if (problemCode)
    expect(said).toMatchObject({
      problem: { code: problemCode, detail: expect.stringContaining(`0x${code.toString(16)}`) },
    });
});

test('a topic that is the same for every message and is not allowed parks none of them', async () => {
  const broker = await rawBroker(acknowledge(0x87));
  const send = await sinkTo(broker.url, { topic: 'orders' });
  expect(await send(delivery(1))).toMatchObject([
    { outcome: 'transient', problem: { code: 'target-unfit' } },
  ]);
});

test.each([
  [0x86, 'transient', 'target-unfit'],
  [0x87, 'transient', 'target-unfit'],
  [0x88, 'transient', 'target-unavailable'],
  [0x89, 'transient', 'target-unavailable'],
  [0x97, 'throttled', 'target-throttled'],
  [0x9f, 'throttled', 'target-throttled'],
])('a connection refused with reason code %i means %s, %s', async (reasonCode, outcome, code) => {
  const broker = await rawBroker(() => undefined, { reasonCode } as Partial<Packet>);
  const send = await sinkTo(broker.url, { topic: 'orders' });
  expect(await send(delivery(1))).toMatchObject([{ outcome, problem: { code } }]);
  expect(broker.got).toEqual([]);
});

test('a connection ended between publishing and acknowledgement is unknown, with the reason of the broker', async () => {
  const broker = await rawBroker((_packet, reply, socket) => {
    reply({ cmd: 'disconnect', reasonCode: 0x95 });
    socket.end();
  });
  const send = await sinkTo(broker.url, { topic: 'orders' });
  expect(await send(delivery(1))).toMatchObject([
    { outcome: 'unknown', problem: { code: 'outcome-unknown', detail: expect.stringContaining('0x95') } },
  ]);
});

test('an acknowledgement that does not come in time is unknown', async () => {
  const broker = await rawBroker(() => undefined);
  const send = await sinkTo(broker.url, { topic: 'orders', timeout: '100ms' });
  expect(await send(delivery(1))).toMatchObject([{ outcome: 'unknown' }]);
});

test('a packet larger than the broker takes is rejected without being sent', async () => {
  const broker = await rawBroker(acknowledge(0), {
    properties: { maximumPacketSize: 300 },
  } as Partial<Packet>);
  const send = await sinkTo(broker.url, { topic: 'orders' });
  expect(await send(delivery(1))).toMatchObject([{ outcome: 'rejected' }]);
  expect(broker.got).toEqual([]);
});

test('of 500 the broker refuses one: 499 are published once, and behind the one nothing of its key', async () => {
  const broker = await rawBroker((packet, reply) =>
    acknowledge(packet.payload.toString() === '{"n":123}' ? 0x99 : 0)(packet, reply, undefined as never),
  );
  const send = await sinkTo(broker.url, { topic: 'orders/{n}' });
  const outcomes = await send(
    ...Array.from({ length: 500 }, (_, n) => delivery(n, n === 124 ? 'K123' : `K${n}`)),
  );
  expect(outcomes.flatMap((o, n) => (o.outcome === 'delivered' ? [] : [[n, o.outcome]]))).toEqual([
    [123, 'rejected'],
    [124, 'transient'],
  ]);
  expect(outcomes[124]).toMatchObject({ problem: { code: 'waits-behind' } });
  expect(broker.got).toHaveLength(499);
  expect(new Set(broker.got).size).toBe(499);
});
