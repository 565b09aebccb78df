import type { IClientPublishOptions, IDisconnectPacket, MqttClient } from 'mqtt';
import { createFormat } from '../../formats/registry.ts';
import { parseDuration } from '../../vocabulary/duration.ts';
import type { Delivery, DeliveryOutcome, Sink, SinkContext } from '../connector.ts';
import { behind, outcomeOfError, rejected, unreachable } from './outcome.ts';
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
      return rejected(detail);
    }
    const options: IClientPublishOptions = { qos: 1, retain: write.retain ?? false };
    if (client.options.protocolVersion === 5) {
      const userProperties = { 'lineshaft-delivery': delivery.id };
      options.properties = { messageExpiryInterval: expiry, contentType: format.contentType, userProperties };
    }
    return publish(client, named.topic, payload, options).then(
      () => ({ outcome: 'delivered' }),
      (error) => outcomeOfError(error, write.topic),
    );
  };
}

/**
 * Publishes in order with as many under way as the broker allows, of one key one at a time: what stands behind one that failed is not sent.
 * After the timeout the connection is given up.
 */
async function inWindow(
  client: MqttClient,
  deliveries: readonly Delivery[],
  sendOne: SendOne,
  timeout: number,
): Promise<DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = [];
  const window = windowOf(client);
  const timer = setTimeout(() => client.end(true), timeout);
  let ending: number | undefined;
  const note = ({ reasonCode }: IDisconnectPacket) => (ending = reasonCode);
  client.once('disconnect', note);
  const next = deliveries.entries();
  const lastOfKey = new Map<string, Promise<DeliveryOutcome>>();
  const inTurn = async (delivery: Delivery, before: Promise<DeliveryOutcome> | undefined) => {
    if (before && (await before).outcome !== 'delivered') return behind(delivery.key);
    return client.connected
      ? withReason(await sendOne(client, delivery), ending)
      : unreachable(new Error('The connection to the broker broke'));
  };
  const lane = async () => {
    for (const [i, delivery] of next) {
      const sending = inTurn(delivery, lastOfKey.get(delivery.key));
      lastOfKey.set(delivery.key, sending);
      outcomes[i] = await sending;
    }
  };
  await Promise.all(Array.from({ length: Math.min(window, deliveries.length) }, lane));
  clearTimeout(timer);
  client.off('disconnect', note);
  return outcomes;
}

/** Why the broker ended the connection, when it said so (MQTT 5). */
function withReason(outcome: DeliveryOutcome, code: number | undefined): DeliveryOutcome {
  if (outcome.outcome !== 'unknown' || code === undefined) return outcome;
  const detail = `${outcome.problem.detail} (the broker ended it with reason code 0x${code.toString(16)})`;
  return { outcome: 'unknown', problem: { ...outcome.problem, detail } };
}
