import type { IPublishPacket, ISubscriptionMap } from 'mqtt';
import type { Format } from '../../formats/format.ts';
import { createFormat } from '../../formats/registry.ts';
import { parseDuration } from '../../vocabulary/duration.ts';
import type { Json } from '../../vocabulary/json.ts';
import type { Source, SourceBatch, SourceContext, SourceMessage } from '../connector.ts';
import { clientOptions, newClient, wordsOf } from './connect.ts';
import { type Counters, countersAsJson, missingBefore, readCounters } from './gaps.ts';
import { packetMessages } from './packetMessages.ts';
import { openSession, type Session } from './session.ts';
import type { Connection, Read } from './settings.ts';

export function openSource(connection: Connection, context: SourceContext): Source {
  const read = context.read as unknown as Read;
  const format = createFormat(context.format);
  return {
    manner: 'listens',
    async *batches(cursor: Json, signal: AbortSignal) {
      let session: Session | undefined;
      try {
        session = await subscribed(connection, context.interface, read, signal);
        yield* received({ session, format, read, signal, context }, readCounters(cursor));
      } catch (error) {
        if (!signal.aborted) throw new Error(`${context.interface}: ${wordsOf(error)}`, { cause: error });
      } finally {
        await session?.close();
      }
    },
  };
}

/** A session that the broker keeps: messages that come while the hub is away wait for it. */
function subscribed(connection: Connection, name: string, read: Read, signal: AbortSignal): Promise<Session> {
  const window = Math.min(65_535, 2 * (read.batch ?? 500));
  const clientId = `${connection.client ?? 'lineshaft'}-${name.replace('/', '-')}`;
  const client = newClient(connection.url, {
    ...clientOptions(connection, clientId),
    clean: false,
    properties: {
      sessionExpiryInterval: parseDuration(connection.sessionExpiry ?? '7d')! / 1000,
      receiveMaximum: window,
      maximumPacketSize: 16 * 1024 * 1024,
    },
  });
  const retained = read.retained === 'exclude' ? 2 : 1;
  const topics = Object.fromEntries(read.topics.map((topic) => [topic, { qos: 1, rh: retained }]));
  return openSession(client, topics as ISubscriptionMap, window, signal);
}

interface Reading {
  session: Session;
  format: Format;
  read: Read;
  signal: AbortSignal;
  context: SourceContext;
}

async function* received(reading: Reading, counters: Counters): AsyncGenerator<SourceBatch> {
  const { session, read, signal } = reading;
  while (!signal.aborted) {
    await session.arrived(parseDuration(read.idle ?? '1s')!, signal);
    if (signal.aborted) return;
    const packets = session.take(read.batch ?? 500);
    if (packets.length > 0) {
      yield toBatch(reading, packets, counters);
      continue;
    }
    const watermark = await session.quietAt(signal);
    if (watermark !== undefined) yield { messages: [], watermark };
  }
}

function toBatch(reading: Reading, packets: IPublishPacket[], counters: Counters): SourceBatch {
  const { session, read } = reading;
  const messages = packets.flatMap((packet) => messagesOf(reading, packet, counters));
  const cursor = read.sequence ? { cursor: countersAsJson(counters) } : {};
  return { messages, ...cursor, acknowledge: () => session.acknowledge(packets) };
}

function messagesOf(
  { format, read, context }: Reading,
  packet: IPublishPacket,
  counters: Counters,
): SourceMessage[] {
  if (packet.retain && read.retained === 'exclude') return [];
  const { sequence } = read;
  const messages = packetMessages(packet, format, read);
  if (!sequence) return messages;
  return messages.flatMap((message) => {
    const gap = missingBefore(counters, sequence, message, packet.topic, packet.dup);
    if (!gap) return [message];
    context.log.warn({ interface: context.interface, gap: gap.id }, 'messages are missing');
    return [gap, message];
  });
}
