import Fastify from 'fastify';
import { onTestFinished } from 'vitest';
import { createEndpoints, type DoorLimits } from '../../api/inboundDoor.ts';
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import { askAtOnce, silent } from '../conformanceHarness.ts';
import type { Endpoints, MessageOutcome, Source } from '../connector.ts';
import { httpConnector } from './index.ts';

/** The hub's HTTP server with its doors, on loopback. */
export async function startDoors(limits: DoorLimits = {}): Promise<{ url: string; endpoints: Endpoints }> {
  const { endpoints, plugin } = createEndpoints(limits);
  const app = Fastify({ forceCloseConnections: true });
  app.register(plugin);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  return { url, endpoints };
}

export interface PushUnderTest {
  door: string;
  source: Source;
  close(): Promise<void>;
}

/** A source with an open door; nobody reads it yet. */
export async function openDoor(
  read: JsonObject,
  limits: DoorLimits = {},
  format?: JsonObject,
): Promise<PushUnderTest> {
  const { url, endpoints } = await startDoors(limits);
  const connection = { url: 'http://127.0.0.1:9' };
  const system = await httpConnector.open({ system: 'crm', connection, timeZone: 'UTC', log: silent });
  onTestFinished(() => system.close());
  const context = {
    interface: 'crm/orders',
    read: { push: true, auth: { key: { header: 'x-key', value: 'k' } }, ...read },
    folder: '.',
    state: '.',
    endpoints,
    ask: askAtOnce,
    log: silent,
  };
  const source = system.source!(format === undefined ? context : { ...context, format });
  return { door: `${url}/in/crm/orders`, source, close: () => system.close() };
}

/** Reads like a hub that finds every message good, until the test ends. Answers with the raw texts it made durable. */
export function readAll(
  source: Source,
  outcome: (raw: string) => MessageOutcome = () => ({ outcome: 'accepted' }),
) {
  const stop = new AbortController();
  const durable: string[] = [];
  const sizes: number[] = [];
  const reading = (async () => {
    for await (const batch of source.batches(null, stop.signal)) {
      const outcomes = batch.messages.map((m) => outcome(m.raw));
      durable.push(...batch.messages.map((m) => m.raw));
      sizes.push(batch.messages.length);
      await batch.acknowledge?.(outcomes);
    }
  })();
  const end = async () => {
    stop.abort();
    await reading;
  };
  onTestFinished(end);
  return { durable, sizes, end };
}

export async function post(
  door: string,
  body: string | Buffer,
  headers: Record<string, string> = { 'x-key': 'k' },
): Promise<{ status: number; headers: Headers; body: JsonObject }> {
  const answer = await fetch(door, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: (text === '' ? {} : JSON.parse(text)) as JsonObject,
  };
}

export function first(list: Json | undefined): JsonObject {
  return (list as JsonObject[])[0]!;
}
