import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../vocabulary/json.ts';
import { silent } from '../conformanceHarness.ts';
import type { Delivery, Sink } from '../connector.ts';
import { httpConnector } from './index.ts';
import { type Answerer, startPeer } from './peer.testing.ts';

export async function openSink(url: string, write: JsonObject, connection: JsonObject = {}): Promise<Sink> {
  const system = await httpConnector.open({
    system: 'erp',
    connection: { url, ...connection },
    timeZone: 'UTC',
    log: silent,
  });
  onTestFinished(() => system.close());
  return system.sink!({ interface: 'erp/items', write, folder: '.', log: silent });
}

export async function sinkTo(answer: Answerer, write: JsonObject, connection: JsonObject = {}) {
  const peer = await startPeer(answer);
  const sink = await openSink(peer.url, write, connection);
  return {
    peer,
    send: (...deliveries: Delivery[]) => sink.send(deliveries, AbortSignal.timeout(20_000)),
    ask: (...deliveries: Delivery[]) => sink.ask!(deliveries, AbortSignal.timeout(20_000)),
  };
}

export function delivery(n: number, more: Partial<Delivery> = {}): Delivery {
  const key = more.key ?? `K${n}`;
  return { id: `erp/items:${n}`, key, entity: 'item', subject: key, document: { n }, ...more };
}
