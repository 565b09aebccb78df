import type { IClientPublishOptions, MqttClient } from 'mqtt';
import { createFormat } from '../../formats/registry.ts';
import { parseDuration } from '../../vocabulary/duration.ts';
import { problem } from '../../vocabulary/problem.ts';
import type { Delivery, DeliveryOutcome, Sink, SinkContext } from '../connector.ts';
import { outcomeOfError, unreachable } from './outcome.ts';
import { type Publisher, publish, windowOf } from './publisher.ts';
import type { Write } from './settings.ts';
import { topicOf } from './topic.ts';

type SendOne = (client: MqttClient, delivery: Delivery) => Promise<DeliveryOutcome>;

export function openSink(publisher: Publisher, context: SinkContext): Sink {
  const write = context.write as unknown as Write;
  const sendOne = oneSender(write, context);
  const timeout = parseDuration(write.timeout ?? '30s')!;
  return {
    bulk: write.bulk ?? 500,
    send: async (deliveries, signal) => {
      try {
        const client = await publisher.client(signal);
        return await inWindow(client, deliveries, sendOne, timeout);
      } catch (error) {
        return deliveries.map(() => unreachable(error));
      }
    },
  };
}

function oneSender(write: Write, { format: settings }: SinkContext): SendOne {
  const format = createFormat(settings);
  const expiry = Math.round(parseDuration(write.expiry ?? '7d')! / 1000);
  return async (client, delivery) => {
    const named = topicOf(write.topic, delivery);
    if ('problem' in named) return { outcome: 'rejected', problem: named.problem };
    const payload = format.encode([delivery.document]);
    const largest = client.serverProperties?.maximumPacketSize;
    if (largest !== undefined && payload.length + Buffer.byteLength(named.topic) + 500 > largest) {
      const detail = `The message has ${payload.length} bytes, the broker takes packets of ${largest}.`;
      return { outcome: 'rejected', problem: problem('target-rejected', 'send', detail) };
    }
    const options: IClientPublishOptions = { qos: 1, retain: write.retain ?? false };
    if (client.options.protocolVersion === 5) {
      const userProperties = { 'lineshaft-delivery': delivery.id };
      options.properties = { messageExpiryInterval: expiry, contentType: format.contentType, userProperties };
    }
    return publish(client, named.topic, payload, options).then(
      () => ({ outcome: 'delivered' }),
      outcomeOfError,
    );
  };
}

/** Publishes in order with as many under way as the broker allows; after the timeout the connection is given up. */
async function inWindow(
  client: MqttClient,
  deliveries: readonly Delivery[],
  sendOne: SendOne,
  timeout: number,
): Promise<DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = [];
  const window = windowOf(client);
  const timer = setTimeout(() => client.end(true), timeout);
  const next = deliveries.entries();
  const lane = async () => {
    for (const [i, delivery] of next) {
      outcomes[i] = client.connected
        ? await sendOne(client, delivery)
        : unreachable(new Error('The connection to the broker broke'));
    }
  };
  await Promise.all(Array.from({ length: Math.min(window, deliveries.length) }, lane));
  clearTimeout(timer);
  return outcomes;
}
