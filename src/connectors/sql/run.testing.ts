import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import { askAtOnce, silent } from '../conformanceHarness.ts';
import type { Delivery, OpenSystem, Sink, SourceBatch, SourceMessage } from '../connector.ts';
import { sqlConnector } from './index.ts';

/** Opens the connector as a hub does; closed when the test ends. */
export async function openSystem(connection: JsonObject, timeZone = 'Europe/Berlin'): Promise<OpenSystem> {
  const system = await sqlConnector.open({ system: 'erp', connection, timeZone, log: silent });
  onTestFinished(() => system.close());
  return system;
}

/** A folder of a landscape with these SQL files. */
export function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'lineshaft-landscape-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

export interface Polled {
  messages: SourceMessage[];
  /** The batch without messages that ends a poll. */
  end: SourceBatch;
}

/** One poll after the other, each made durable and acknowledged. */
export function poller(system: OpenSystem, folder: string, read: JsonObject, cursor: Json = null) {
  const stopping = new AbortController();
  const endpoints = { mount: () => ({ close: () => undefined }) };
  const context = {
    interface: 'erp/items',
    read: { every: '1ms', ...read },
    folder,
    endpoints,
    ask: askAtOnce,
    state: folder,
  };
  const source = system.source!({ ...context, log: silent });
  const batches = source.batches(cursor, stopping.signal)[Symbol.asyncIterator]();
  onTestFinished(() => stopping.abort());
  return {
    batch: async () => (await batches.next()).value as SourceBatch,
    poll: async (): Promise<Polled> => {
      const messages: SourceMessage[] = [];
      for (;;) {
        const { value: batch } = await batches.next();
        await batch.acknowledge?.(batch.messages.map(() => ({ outcome: 'accepted' })));
        if (batch.messages.length === 0) return { messages, end: batch };
        messages.push(...batch.messages);
      }
    },
  };
}

export function openSinkFor(system: OpenSystem, folder: string, write: JsonObject): Sink {
  return system.sink!({ interface: 'erp/items-out', write, folder, log: silent });
}

/** Deliveries with these documents; `from` is the position of the first. */
export function deliveries(
  documents: JsonObject[],
  from = 1,
  keyOf = (d: JsonObject) => String(d['itno']),
): Delivery[] {
  return documents.map((document, i) => ({
    id: `erp/items-out:${from + i}`,
    key: keyOf(document),
    entity: 'item',
    subject: keyOf(document),
    document,
  }));
}

export function send(sink: Sink, sent: Delivery[]) {
  return sink.send(sent, AbortSignal.timeout(30_000));
}
