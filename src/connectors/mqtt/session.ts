import type { IPublishPacket, ISubscriptionMap, MqttClient } from 'mqtt';
import type { Instant } from '../../vocabulary/json.ts';
import { connected, wordsOf } from './connect.ts';

/** A subscribed connection whose packets wait until they are taken, and at the broker until they are acknowledged. */
export interface Session {
  /** Returns when packets are there, when the time is over, or on abort. Throws when the connection broke. */
  arrived(ms: number, signal: AbortSignal): Promise<void>;
  take(limit: number): IPublishPacket[];
  acknowledge(packets: readonly IPublishPacket[]): Promise<void>;
  /** The time of a ping that the broker answered without sending a message before; undefined: it sent one. */
  quietAt(signal: AbortSignal): Promise<Instant | undefined>;
  /** Leaves after what was acknowledged has been sent. */
  close(): Promise<void>;
}

/** Bytes of payload that may wait; beyond them the socket is not read. */
const bytesLimit = 64 * 1024 * 1024;

/**
 * Connects and subscribes. Receiving and acknowledging are apart: mqtt.js acknowledges a packet when the callback of
 * `handleMessage` is called without an error, so it is called with one and the acknowledgement sent later. What was
 * not acknowledged on this connection the broker sends again on the next.
 */
export async function openSession(
  client: MqttClient,
  topics: ISubscriptionMap,
  packetsLimit: number,
  signal: AbortSignal,
): Promise<Session> {
  const waiting: IPublishPacket[] = [];
  let bytes = 0;
  let subscribed = false;
  let held: (() => void) | undefined;
  let broken: Error | undefined;
  let changed = Promise.withResolvers<void>();
  const change = () => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  /** Not before the broker answered the subscription: its answer comes behind messages of the kept session. */
  const full = () => subscribed && (waiting.length > packetsLimit || bytes >= bytesLimit);

  client.handleMessage = (packet, callback) => {
    waiting.push(packet);
    bytes += packet.payload.length;
    const goOn = () => callback(new Error('acknowledged when it is durable'));
    if (full()) held = goOn;
    else goOn();
    change();
  };
  const pings = countPings(client, change);
  client.on('error', (error) => {
    broken ??= error;
  });
  client.on('close', () => {
    broken ??= new Error('The connection to the broker broke');
    change();
  });

  await connected(client, signal);
  await subscribe(client, topics);
  subscribed = true;

  /** Waits until `done`, the time is over or the signal aborts. */
  const until = async (done: () => boolean, ms: number, stop: AbortSignal) => {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const timer = setTimeout(end, ms);
    stop.addEventListener('abort', () => end(), { once: true });
    let timeLeft = !stop.aborted;
    over.then(() => {
      timeLeft = false;
    });
    while (!done() && !broken && timeLeft && !stop.aborted) await Promise.race([changed.promise, over]);
    clearTimeout(timer);
    end();
    if (broken && waiting.length === 0 && !stop.aborted) throw new Error(wordsOf(broken), { cause: broken });
  };

  return {
    arrived: (ms, stop) => until(() => waiting.length > 0, ms, stop),
    take: (limit) => {
      const packets = waiting.splice(0, limit);
      bytes -= packets.reduce((sum, packet) => sum + packet.payload.length, 0);
      if (held && !full()) {
        const goOn = held;
        held = undefined;
        goOn();
      }
      return packets;
    },
    acknowledge: async (packets) => {
      if (!broken) await acknowledge(client, packets);
    },
    quietAt: async (stop) => {
      const at = new Date().toISOString();
      client.sendPing();
      const mine = pings.sent;
      await until(() => pings.answered >= mine || waiting.length > 0, 30_000, stop);
      return pings.answered >= mine && waiting.length === 0 ? at : undefined;
    },
    close: () => leave(client),
  };
}

async function leave(client: MqttClient): Promise<void> {
  const timer = setTimeout(() => client.stream.destroy(), 2000);
  await client.endAsync();
  clearTimeout(timer);
}

async function subscribe(client: MqttClient, topics: ISubscriptionMap): Promise<void> {
  try {
    await client.subscribeAsync(topics);
  } catch (error) {
    client.end(true);
    throw new Error(`The broker refused the subscription: ${wordsOf(error)}`, { cause: error });
  }
}

/** In the order of the packets; a message of QoS 0 has no acknowledgement. */
async function acknowledge(client: MqttClient, packets: readonly IPublishPacket[]): Promise<void> {
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  client.once('close', close);
  const sent = packets.map(({ qos, messageId }) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (qos === 0 || messageId === undefined) resolve();
    else client['_sendPacket']({ cmd: 'puback', messageId, reasonCode: 0 }, () => resolve());
    return promise;
  });
  await Promise.race([Promise.all(sent), closed]);
  client.off('close', close);
}

function countPings(client: MqttClient, change: () => void): { sent: number; answered: number } {
  const pings = { sent: 0, answered: 0 };
  client.on('packetsend', ({ cmd }) => {
    if (cmd === 'pingreq') pings.sent += 1;
  });
  client.on('packetreceive', ({ cmd }) => {
    if (cmd !== 'pingresp') return;
    pings.answered += 1;
    change();
  });
  return pings;
}
