import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Json, JsonObject } from '../../vocabulary/json.ts';

/** A system on loopback, over a real socket, that answers as the test says. */
export interface Peer {
  url: string;
  /** Every request so far. */
  seen: Seen[];
  goDown(): Promise<void>;
}

export interface Seen {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Answerer = (request: Seen, response: ServerResponse) => unknown;

export async function startPeer(answer: Answerer): Promise<Peer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    request.on('error', () => undefined);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const it = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
    seen.push(it);
    await answer(it, response);
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  onTestFinished(() => stop(server));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    goDown: () => stop(server),
  };
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((down) => server.close(() => down()));
}

export function json(
  response: ServerResponse,
  body: Json,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

export function parsed(request: Seen): JsonObject {
  return JSON.parse(request.body) as JsonObject;
}
