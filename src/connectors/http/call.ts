import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';

export interface Call {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Decompressed. */
  body: Buffer;
  /** The answer was larger than the limit: `body` is its beginning. */
  cut: boolean;
}

/** `sent`: whether the target may have seen the request; only then can the call have had an effect. */
export interface NoAnswer {
  sent: boolean;
  detail: string;
}

export interface CallLimits {
  /** From the call to the last byte of the answer. */
  timeoutMs: number;
  /** Bytes of the answer after decompression. */
  responseLimit: number;
}

export interface Agents {
  plain: http.Agent;
  secure: https.Agent;
}

/** Connections are kept open and the most recently used one goes first, so that idle ones can close. */
export function openAgents(connections: number): Agents {
  const options = { keepAlive: true, maxSockets: connections, scheduling: 'lifo' } as const;
  return { plain: new http.Agent(options), secure: new https.Agent(options) };
}

/**
 * One HTTP/1.1 call, without redirects. Never throws for what the network does. node:http and not fetch, because only
 * the socket tells whether a request that failed had left: that decides between "transient" and "unknown".
 */
export function call(
  agents: Agents,
  it: Call,
  limits: CallLimits,
  signal: AbortSignal,
): Promise<Answer | NoAnswer> {
  return new Promise((resolve) => {
    let sent = false;
    let request: ClientRequest;
    const fail = (cause: Error) => settle({ sent, detail: wordsOf(cause) });
    const abort = () => request.destroy(new Error('stopped by the hub'));
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${limits.timeoutMs} ms`)),
      limits.timeoutMs,
    );
    const settle = (result: Answer | NoAnswer) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve(result);
    };

    const secure = it.url.protocol === 'https:';
    try {
      request = (secure ? https : http).request(it.url, {
        agent: secure ? agents.secure : agents.plain,
        method: it.method,
        headers: { 'accept-encoding': 'gzip, deflate, br', ...it.headers },
      });
    } catch (cause) {
      return fail(cause as Error);
    }
    request.on('socket', (socket) => {
      if (!socket.connecting) sent = true;
      else socket.once(secure ? 'secureConnect' : 'connect', () => (sent = true));
    });
    request.on('error', fail);
    request.on('response', (response) => readAnswer(response, limits.responseLimit, settle, fail));
    request.end(it.body);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
}

function readAnswer(
  response: IncomingMessage,
  limit: number,
  done: (answer: Answer) => void,
  fail: (cause: Error) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const finish = (cut: boolean) =>
    done({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks), cut });
  const plain = decompress(response);
  plain.on('data', (chunk: Buffer) => {
    const room = limit - length;
    length += chunk.length;
    chunks.push(chunk.length > room ? chunk.subarray(0, Math.max(room, 0)) : chunk);
    if (length <= limit) return;
    finish(true);
    plain.destroy();
    response.destroy();
  });
  plain.on('end', () => finish(false));
  plain.on('error', fail);
  response.on('error', fail);
  response.on('aborted', () => fail(new Error('the answer was cut off')));
}

/** A compressed answer is piped, so that a bomb never unfolds further than the limit and one chunk. */
function decompress(response: IncomingMessage): Readable {
  switch (response.headers['content-encoding']?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return response.pipe(zlib.createGunzip());
    case 'deflate':
      return response.pipe(zlib.createInflate());
    case 'br':
      return response.pipe(zlib.createBrotliDecompress());
    default:
      return response;
  }
}

function wordsOf(cause: Error): string {
  const inner = cause instanceof AggregateError ? (cause.errors[0] as Error | undefined) : undefined;
  const { code } = cause as NodeJS.ErrnoException;
  const message = cause.message || inner?.message || 'the connection failed';
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`;
}

export function isAnswer(result: Answer | NoAnswer): result is Answer {
  return 'status' in result;
}
