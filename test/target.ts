import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sink } from '../src/connectors/connector.ts';
import { httpConnector } from '../src/connectors/http/index.ts';
import type { JsonObject } from '../src/vocabulary/json.ts';

export interface Received {
  /** The idempotency key. */
  id: string;
  /** As it came. */
  text: string;
  body: JsonObject;
}

interface Answer {
  status: number;
  body?: JsonObject;
  headers?: Record<string, string>;
  /** Takes it, and breaks the connection instead of answering. */
  hangsUp?: true;
}

/** A target system on a real socket that keeps what it was sent and answers as told. */
export interface TestTarget {
  url: string;
  received: Received[];
  /** Answers each request; default 200 with nothing. */
  answer: (received: Received) => Answer | Promise<Answer>;
  /** How often it was asked (GET), be it whether it is there or what it has. */
  asked: number;
  /** Answers a question about what it has; `/`: whether it is there. Default: 404, and 200. */
  tell: (path: string) => Answer;
  /** Refuses connections until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTarget(): Promise<TestTarget> {
  const received: Received[] = [];
  const target: TestTarget = {
    url: '',
    received,
    answer: () => ({ status: 200 }),
    asked: 0,
    tell: (path) => ({ status: path === '/' ? 200 : 404 }),
    down: () => close(),
    up: () => listen(),
    stop: () => close(),
  };
  const server = createServer(async (request, response) => {
    const text = await bodyOf(request);
    const got = { id: String(request.headers['idempotency-key']), text, body: JSON.parse(text || '{}') };
    const isQuestion = request.method === 'GET';
    if (isQuestion) target.asked++;
    const { status, body, headers, hangsUp } = isQuestion
      ? target.tell(request.url!)
      : await target.answer(got);
    if (status < 300 && !isQuestion) received.push(got);
    if (hangsUp) return void response.destroy();
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body ?? {}));
  });
  let port = 0;
  const listen = () =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen();
  target.url = `http://127.0.0.1:${port}`;
  return target;
}

/** The http connector's sink, posting one document at a time to the target. */
export async function openSink(
  url: string,
  more: JsonObject = {},
): Promise<{ sink: Sink; close(): Promise<void> }> {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const opened = await httpConnector.open({ system: 'wms', connection: { url }, timeZone: 'UTC', log });
  const write = { method: 'POST', path: '/orders', localKey: 'id', ...more };
  return {
    sink: opened.sink!({ interface: 'wms/orders', write, folder: '/', log }),
    close: () => opened.close(),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
