import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Queryable } from '../../../database/pool.ts';
import type { Wakeup } from '../../../ledger/wakeup.ts';
import { toCloudEvent } from '../../../vocabulary/envelope.ts';
import { readEvents } from './read.ts';

export interface StreamFrom {
  after: number;
  entity?: string;
  enterprise: string;
}

const BATCH = 100;
const QUIET_MS = 15_000;

/**
 * Server-sent events: each entry of the ledger once it is committed, its position as the event's id, so that a reader that comes back with
 * `Last-Event-ID` misses none. A reader that does not read is not read for: the ledger waits, memory does not grow. In quiet times the
 * id alone goes out, which keeps the connection and moves the position of a filtered reader.
 */
export async function streamEvents(
  db: Queryable,
  wakeup: Wakeup,
  { after, entity, enterprise }: StreamFrom,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  let position = after;
  while (!signal.aborted) {
    const seen = wakeup.count(['ledger']);
    const { entries, next } = await readEvents(db, position, BATCH, entity);
    position = next;
    for (const entry of entries) {
      const event = JSON.stringify(toCloudEvent(entry, enterprise));
      await write(response, `id: ${entry.position}\nevent: ${entry.type}\ndata: ${event}\n\n`, signal);
    }
    if (entries.length > 0) continue;
    await wakeup.next(['ledger'], seen, QUIET_MS, signal);
    await write(response, `id: ${position}\n\n`, signal);
  }
}

async function write(response: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted || response.write(text)) return;
  await once(response, 'drain', { signal }).catch(() => {});
}
