import type { IClientPublishOptions, MqttClient } from 'mqtt';
import { clientOptions, connected, newClient } from './connect.ts';
import type { Connection } from './settings.ts';

/** The connection over which the sinks of a system publish; made when it is needed and again after it broke. */
export interface Publisher {
  client(signal: AbortSignal): Promise<MqttClient>;
  close(): Promise<void>;
}

export function openPublisher(connection: Connection, system: string): Publisher {
  let current: Promise<MqttClient> | undefined;
  const dial = async (signal: AbortSignal) => {
    const id = `${connection.client ?? 'lineshaft'}-${system}-out-${crypto.randomUUID().slice(0, 8)}`;
    const client = newClient(connection.url, { ...clientOptions(connection, id), clean: true });
    client.on('close', () => {
      current = undefined;
      client.end(true);
    });
    await connected(client, signal);
    return client;
  };
  return {
    client: (signal) => {
      current ??= dial(signal).catch((error) => {
        current = undefined;
        throw error;
      });
      return current;
    },
    close: async () => {
      const client = await current?.catch(() => undefined);
      await client?.endAsync();
    },
  };
}

/** How many messages may be under way: what the broker says, which it enforces by ending the connection. */
export function windowOf(client: MqttClient): number {
  return Math.min(client.serverProperties?.receiveMaximum ?? 20, 500);
}

/** Resolves when the broker acknowledged. Ending the client rejects what is under way. */
export async function publish(
  client: MqttClient,
  topic: string,
  payload: Uint8Array,
  options: IClientPublishOptions,
): Promise<void> {
  await client.publishAsync(topic, Buffer.from(payload), options);
}
