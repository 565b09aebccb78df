import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../../vocabulary/json.ts';
import { conformance } from '../conformance.ts';
import type { NumberedRecord } from '../conformanceHarness.ts';
import type { Endpoints } from '../connector.ts';
import { startDoors } from './doors.testing.ts';
import { httpConnector } from './index.ts';

const limit = 3;

interface Api {
  server: Server;
  items: JsonObject[];
  received: Map<string, NumberedRecord>;
}

/** A small REST API: a paged list to poll, and a place to post to that honours idempotency keys. */
async function startApi(): Promise<Api> {
  const api: Api = { server: createServer(), items: [], received: new Map() };
  api.server.on('request', async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === 'GET') {
      const page = Number(new URL(request.url!, 'http://x').searchParams.get('page'));
      response.end(JSON.stringify(api.items.slice((page - 1) * limit, page * limit)));
      return;
    }
    const document = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { n: number; text: string };
    if (document.text === 'refuse me') {
      response.writeHead(422).end('{"message":"I will not have this"}');
      return;
    }
    const id = String(request.headers['idempotency-key']);
    if (!api.received.has(id)) api.received.set(id, document);
    response.writeHead(201).end();
  });
  await new Promise<void>((up) => api.server.listen(0, '127.0.0.1', up));
  return api;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  if (server.listening) await new Promise<void>((down) => server.close(() => down()));
}

conformance('http (polling and calling out)', {
  connector: httpConnector,
  sides: ['source', 'sink'],
  async start() {
    const api = await startApi();
    return {
      connection: { url: `http://127.0.0.1:${(api.server.address() as AddressInfo).port}` },
      source: {
        limit,
        read: {
          path: '/items',
          key: ['n'],
          every: '20ms',
          batch: limit,
          paging: { page: { param: 'page', size: limit } },
        },
        put: async (records) => void api.items.push(...records.map((r) => ({ ...r }))),
        putUndecodable: async () => void api.items.push({ text: 'without a key' }),
      },
      sink: {
        write: { path: '/items', concurrency: 1 },
        received: async () => [...api.received.values()],
        refused: { document: { n: 2, text: 'refuse me' }, words: 'I will not have this' },
      },
      goDown: () => stop(api.server),
      stop: () => stop(api.server),
    };
  },
});

conformance('http (pushed to)', {
  connector: httpConnector,
  sides: ['source'],
  waivers: {
    'a source that is down throws, so that the hub waits and comes again':
      'a system that pushes cannot be seen to be down: it is silent',
    'a record that cannot be decoded comes as a DecodeFailure and the rest goes on':
      'its sender is on the line: it is refused with 400, and told why',
  },
  async start() {
    const api = await startApi();
    const { url, endpoints } = await startDoors();
    const sender = createSender(`${url}/in/outside/records`);
    return {
      connection: { url: `http://127.0.0.1:${(api.server.address() as AddressInfo).port}` },
      source: {
        limit,
        endpoints: sender.watching(endpoints),
        read: {
          push: true,
          auth: { key: { header: 'x-key', value: 'k' } },
          batch: limit,
          heartbeat: '20ms',
        },
        put: sender.put,
      },
      goDown: () => stop(api.server),
      async stop() {
        sender.stop();
        await stop(api.server);
      },
    };
  },
});

/** A webhook sender as it should be: in order, and again until it is told that the message is durable. */
function createSender(door: string) {
  const stopped = new AbortController();
  let arrived: () => void = () => undefined;
  let turn = Promise.resolve();

  /** Knocks until the record is in; the next one goes when this one is. Tells later whether it became durable. */
  const send = (record: NumberedRecord): Promise<boolean> => {
    const headers = { 'x-key': 'k' };
    const request = { method: 'POST', headers, body: JSON.stringify(record), signal: stopped.signal };
    const taken = turn.then(async () => {
      for (;;) {
        const inside = new Promise<true>((resolve) => (arrived = () => resolve(true)));
        const answer = fetch(door, request).then(({ status }) => isDurable(status));
        if (await Promise.race([inside, answer])) return { answer };
      }
    });
    turn = taken.then(() => undefined).catch(() => undefined);
    return taken.then(({ answer }) => answer);
  };
  const sendAll = async (records: readonly NumberedRecord[]): Promise<void> => {
    const durable = await Promise.all(records.map(send));
    const left = records.filter((_, index) => !durable[index]);
    if (left.length > 0) await sendAll(left);
  };
  return {
    put: async (records: readonly NumberedRecord[]) => {
      void sendAll(records).catch(() => undefined);
    },
    /** The doors of the hub, with a word to the sender when a request waits inside. */
    watching: (endpoints: Endpoints): Endpoints => ({
      mount: (path, bodyLimit, handler) =>
        endpoints.mount(path, bodyLimit, (request) => {
          const answer = handler(request);
          const still = setImmediate(() => arrived());
          void answer.catch(() => undefined).finally(() => clearImmediate(still));
          return answer;
        }),
    }),
    stop: () => stopped.abort(),
  };
}

/** A closed door or a busy hub is worth another try; anything else is a defect, and ends the test. */
function isDurable(status: number): boolean {
  if (status === 404 || status === 503) return false;
  if (status === 202 || status === 200) return true;
  throw new Error(`the door answered ${status}`);
}
