import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { pause } from '../../delivery/pause.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import type { Topic, Wakeup } from '../../ledger/wakeup.ts';
import { startStream } from '../serverSent.ts';
import type { Api } from '../typeProvider.ts';
import { LIVE_TOPICS, type LiveTopic } from './contract.ts';

/** At most so often is there news, however much happens. */
const PAUSE_MS = 1000;
const QUIET_MS = 15_000;

interface LiveParts {
  landscape: Landscape;
  wakeup: Wakeup;
}

/** Server-sent events: of what there is news, never what; the reader asks for what it shows. */
export function liveRoute(app: Api, parts: LiveParts): void {
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  app.get('/live', { schema: { hide: true } }, async (_request, reply) =>
    startStream(reply as unknown as FastifyReply, closing.signal, (response, signal) =>
      tellNews(parts, response, signal),
    ),
  );
}

async function tellNews(
  { landscape, wakeup }: LiveParts,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  response.write('event: here\ndata: {}\n\n');
  let seen = counts(wakeup, landscape);
  while (!signal.aborted) {
    const all = Object.values(rungBy(landscape)).flat();
    await wakeup.next(all, wakeup.count(all), QUIET_MS, signal);
    const now = counts(wakeup, landscape);
    const news = LIVE_TOPICS.filter((topic) => now[topic] !== seen[topic]);
    seen = now;
    response.write(news.length > 0 ? `event: news\ndata: ${JSON.stringify(news)}\n\n` : ': quiet\n\n');
    await pause(PAUSE_MS, signal);
  }
}

function counts(wakeup: Wakeup, landscape: Landscape): Record<LiveTopic, number> {
  const topics = Object.entries(rungBy(landscape)).map(([topic, rung]) => [topic, wakeup.count(rung)]);
  return Object.fromEntries(topics);
}

/** Asked anew each time: the landscape may be another one by then. */
function rungBy({ systems, processes }: Landscape): Record<LiveTopic, Topic[]> {
  const all = [...systems.values()];
  const interfaces = all.flatMap((system) =>
    [...system.interfaces.keys()].map((name) => `${system.code}/${name}`),
  );
  return {
    ledger: ['ledger'],
    parked: interfaces.map((id): Topic => `parked:${id}`),
    systems: all.map(({ code }): Topic => `system:${code}`),
    maintenance: ['maintenance'],
    processes: [...processes.keys()].flatMap((code): Topic[] => [`process:${code}`, `instances:${code}`]),
    codes: ['codes'],
    register: ['register'],
    landscape: ['landscape'],
    keys: ['keys'],
    quality: ['quality'],
  };
}
