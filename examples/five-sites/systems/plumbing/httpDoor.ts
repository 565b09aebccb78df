import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Weather } from './weather.ts';

export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: string;
  /** The groups of the route's pattern, URL-decoded. */
  groups: string[];
}
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** Text is sent as it is, anything else as JSON. */
  body?: unknown;
}
export type Route = [method: string, path: RegExp, handle: (request: Request) => Reply | Promise<Reply>];

export interface HttpDoorOptions {
  port: number;
  weather: Weather;
  routes: Route[];
  /** Asked first; a reply ends the request (401 and the like). */
  guard?(request: Request): Reply | undefined;
  /** Requests a second before 429. */
  perSecond?: number;
  /** `own`: the guard counts for itself what the weather allows. */
  limits?: 'own';
  tooMany?: unknown;
  /** Put on every answer. */
  headers?(): Record<string, string>;
}

export interface Door {
  port: number;
  close(): Promise<void>;
}

const bodyLimit = 5_000_000;

/** An HTTP server of a vendor, at the mercy of the weather. */
export async function openHttpDoor(options: HttpDoorOptions): Promise<Door> {
  const sockets = new Set<Socket>();
  const budget = { second: 0, used: 0 };
  const server = createServer((request, response) => {
    answer(options, budget, request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket: Socket) => {
    if (options.weather.cut) return void socket.resetAndDestroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  options.weather.onCut.push((cut) => {
    if (cut) for (const socket of sockets) socket.resetAndDestroy();
  });
  const port = await listen(server, options.port);
  return {
    port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export function listen(server: Server | import('node:net').Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });
}

async function answer(
  options: HttpDoorOptions,
  budget: { second: number; used: number },
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await read(incoming);
  if (options.weather.slowMs > 0) await delay(options.weather.slowMs);
  const reply =
    request === undefined
      ? { status: 413, body: { error: 'too large' } }
      : await route(options, budget, request);
  const isText = typeof reply.body === 'string';
  response.writeHead(reply.status, {
    'content-type': isText ? 'application/xml; charset=utf-8' : 'application/json; charset=utf-8',
    ...options.headers?.(),
    ...reply.headers,
  });
  response.end(reply.body === undefined ? '' : isText ? (reply.body as string) : JSON.stringify(reply.body));
}

async function route(
  options: HttpDoorOptions,
  budget: { second: number; used: number },
  request: Request,
): Promise<Reply> {
  const limit = options.limits === 'own' ? undefined : (options.weather.perSecond ?? options.perSecond);
  if (limit !== undefined && spent(budget, limit))
    return {
      status: 429,
      headers: { 'retry-after': '1' },
      body: options.tooMany ?? { error: 'too_many_requests' },
    };
  const refused = options.guard?.(request);
  if (refused) return refused;
  for (const [method, path, handle] of options.routes) {
    const match = request.method === method ? path.exec(request.path) : null;
    if (match) return handle({ ...request, groups: match.slice(1).map((group) => group ?? '') });
  }
  return { status: 404, body: { error: 'not_found', message: `${request.method} ${request.path}` } };
}

function spent(budget: { second: number; used: number }, limit: number): boolean {
  const second = Math.floor(Date.now() / 1000);
  if (budget.second !== second) Object.assign(budget, { second, used: 0 });
  return ++budget.used > limit;
}

async function read(incoming: IncomingMessage): Promise<Request | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimit) return undefined;
    chunks.push(chunk);
  }
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  return {
    method: incoming.method ?? 'GET',
    path: decoded(url.pathname),
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
    groups: [],
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The body as JSON, or undefined when it is none. */
export function jsonBody(request: Request): unknown {
  try {
    return JSON.parse(request.body);
  } catch {
    return undefined;
  }
}
