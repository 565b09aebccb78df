import { createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Aedes } from 'aedes';
import { listen } from '../plumbing/httpDoor.ts';
import type { Kit } from '../plumbing/kit.ts';

export interface OutMessage {
  topic: string;
  payload: string;
  twice?: boolean;
}
export interface Broker {
  port: number;
  /** Publishes what waits in the outbox, and keeps each message until a subscriber has acknowledged it. */
  publishWaiting(): Promise<void>;
}

const inFlightLimit = 100;

/** The plant's broker. The MES beside it hears `ordersTopic` and tells through the outbox. */
export async function openBroker(
  kit: Kit,
  ordersTopic: string,
  hear: (payload: string) => void,
): Promise<Broker> {
  const aedes = await Aedes.createBroker({ queueLimit: 1000 });
  const subscribers = followSubscribers(aedes);
  const inFlight = new Map<string, { key: string; topic: string }>();
  aedes.on('ack', (packet) => {
    const payload = String((packet as { payload?: unknown } | undefined)?.payload ?? '');
    const sent = inFlight.get(payload);
    if (sent === undefined) return;
    inFlight.delete(payload);
    kit.write([{ in: 'outbox', key: sent.key }]);
  });
  aedes.on('clientDisconnect', (client) => {
    if ((client as { clean?: boolean }).clean) inFlight.clear();
  });
  // Before the sender gets its acknowledgement: what was acknowledged is not lost when the plant is killed.
  aedes.authorizePublish = (client, packet, done) => {
    if (client !== null && packet.topic === ordersTopic) hear(String(packet.payload));
    done(null);
  };
  const port = await openSocketDoor(kit, aedes);
  return {
    port,
    async publishWaiting() {
      for (const [key, message] of kit.store.collection<OutMessage>('outbox')) {
        if (inFlight.size >= inFlightLimit) return;
        if (inFlight.has(message.payload) || !subscribers.reach(message.topic)) continue;
        inFlight.set(message.payload, { key, topic: message.topic });
        if (kit.weather.slowMs > 0) await delay(kit.weather.slowMs);
        for (let i = 0; i < (message.twice ? 2 : 1); i++) await publish(aedes, message);
      }
    },
  };
}

function publish(aedes: Aedes, { topic, payload }: OutMessage): Promise<void> {
  return new Promise((done) =>
    aedes.publish(
      { cmd: 'publish', topic, payload: Buffer.from(payload), qos: 1, retain: false, dup: false },
      () => done(),
    ),
  );
}

/** Who is connected and subscribed to what; sessions keep their subscriptions while their client is away. */
function followSubscribers(aedes: Aedes) {
  const filters = new Map<string, Set<string>>();
  const connected = new Set<string>();
  aedes.on('clientReady', (client) => connected.add(client.id));
  aedes.on('clientDisconnect', (client) => {
    connected.delete(client.id);
    if ((client as { clean?: boolean }).clean) filters.delete(client.id);
  });
  aedes.on('subscribe', (subscriptions, client) => {
    const known = filters.get(client.id) ?? new Set();
    for (const subscription of subscriptions) known.add(subscription.topic);
    filters.set(client.id, known);
  });
  aedes.on('unsubscribe', (topics, client) => {
    for (const topic of topics) filters.get(client.id)?.delete(topic);
  });
  return {
    reach: (topic: string) =>
      [...connected].some((id) => [...(filters.get(id) ?? [])].some((filter) => covers(filter, topic))),
  };
}

function covers(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [i, part] of wanted.entries()) {
    if (part === '#') return true;
    if (part !== '+' && part !== levels[i]) return false;
  }
  return wanted.length === levels.length;
}

async function openSocketDoor(kit: Kit, aedes: Aedes): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    if (kit.weather.cut) return void socket.resetAndDestroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  kit.weather.onCut.push((cut) => {
    if (cut) for (const socket of sockets) socket.resetAndDestroy();
  });
  const port = await listen(server, kit.port);
  kit.onStop(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((done) => server.close(() => done()));
    await new Promise<void>((done) => aedes.close(() => done()));
  });
  return port;
}
