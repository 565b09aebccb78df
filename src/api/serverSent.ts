import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Answers with server-sent events, as `write` writes them, until the reader is gone, `write` ends, or the hub closes. */
export async function startStream(
  reply: FastifyReply,
  closing: AbortSignal,
  write: (response: ServerResponse, signal: AbortSignal) => Promise<void>,
): Promise<FastifyReply> {
  const gone = new AbortController();
  reply.hijack();
  const response = reply.raw;
  response.on('close', () => gone.abort());
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    // When the stream ends, so does the connection: a hub that stops need not wait for it.
    connection: 'close',
  });
  response.flushHeaders();
  try {
    await write(response, AbortSignal.any([gone.signal, closing]));
  } catch (error) {
    // The reader comes back by itself and goes on from the last id it got.
    reply.log.warn({ err: error }, 'a stream of events broke off');
  }
  response.end();
  return reply;
}
