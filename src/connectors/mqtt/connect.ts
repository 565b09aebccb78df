import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { parseDuration } from '../../vocabulary/duration.ts';
import type { Connection } from './settings.ts';

/** Options of a client that connects once: who uses it decides when to connect again. */
export function clientOptions(connection: Connection, clientId: string): IClientOptions {
  const { username, password, version = 5, keepalive = '15s' } = connection;
  return {
    clientId,
    protocolVersion: version,
    keepalive: Math.max(1, Math.round(parseDuration(keepalive)! / 1000)),
    reconnectPeriod: 0,
    connectTimeout: 10_000,
    manualConnect: true,
    resubscribe: false,
    timerVariant: 'native',
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

export function newClient(url: string, options: IClientOptions): MqttClient {
  const client = mqtt.connect(url, options);
  client.on('error', () => undefined);
  return client;
}

/** Connects; throws with the words of the broker or of the network. */
export async function connected(client: MqttClient, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const refuse = (error: Error) => reject(new Error(wordsOf(error), { cause: error }));
  const close = () => reject(new Error('The broker closed the connection'));
  const abort = () => reject(signal.reason);
  client.once('connect', () => resolve());
  client.once('error', refuse);
  client.once('close', close);
  signal.addEventListener('abort', abort, { once: true });
  client.connect();
  sendAtOnce(client);
  try {
    signal.throwIfAborted();
    await promise;
  } catch (error) {
    client.end(true);
    throw error;
  } finally {
    client.off('error', refuse);
    client.off('close', close);
    signal.removeEventListener('abort', abort);
  }
}

/** Acknowledgements are small and waited for: gathering them into full segments makes a message take 40 ms. */
function sendAtOnce({ stream }: MqttClient): void {
  (stream as { setNoDelay?: (on: boolean) => void }).setNoDelay?.(true);
}

/** Words of an error, also of those without a message of their own (a refused connection to two addresses). */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(wordsOf).join('; ');
  const { message, code } = error as { message?: string; code?: string | number };
  return message || String(code ?? error);
}
