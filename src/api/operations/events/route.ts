import type { FastifyRequest } from 'fastify';
import { head } from '../../../ledger/read.ts';
import { toCloudEvent } from '../../../vocabulary/envelope.ts';
import { startStream } from '../../serverSent.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { EventsAnswer, EventsQuery } from './contract.ts';
import { readEvents } from './read.ts';
import { streamEvents } from './stream.ts';

/** The ledger as CloudEvents: page by page, or with `accept: text/event-stream` as it grows. */
export function eventsRoute(app: Api, { pool, landscape, wakeup }: OperationsParts): void {
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  const schema = {
    summary: 'The events of the ledger, from a position',
    description: 'With `accept: text/event-stream` they come live; `Last-Event-ID` counts before `after`.',
    tags: ['operations'],
    querystring: EventsQuery,
    response: { 200: EventsAnswer },
  };
  app.get('/events', { schema }, async (request, reply) => {
    const { after, limit = 100, entity } = request.query;
    if (request.headers.accept?.includes('text/event-stream')) {
      const from = lastEventId(request as FastifyRequest) ?? after ?? (await head(pool));
      const { enterprise } = landscape;
      const wanted = { after: from, enterprise, ...(entity !== undefined && { entity }) };
      return startStream(reply as never, closing.signal, (response, signal) =>
        streamEvents(pool, wakeup, wanted, response, signal),
      ) as never;
    }
    const { entries, next, head: newest } = await readEvents(pool, after ?? 0, limit, entity);
    return { events: entries.map((entry) => toCloudEvent(entry, landscape.enterprise)), next, head: newest };
  });
}

function lastEventId(request: FastifyRequest): number | undefined {
  const id = request.headers['last-event-id'];
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}
