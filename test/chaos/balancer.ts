import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What stands before several hubs: a sender that one of them cannot serve now is served by the next. */
export async function openBalancer(
  hubs: () => readonly string[],
): Promise<{ url: string; close(): Promise<void> }> {
  let last = 0;
  const server = createServer(async (incoming, response) => {
    const body = await bodyOf(incoming);
    const urls = hubs();
    for (let turn = 0; turn < urls.length; turn++) {
      const at = (last + turn) % urls.length;
      const answer = await forward(urls[at]!, incoming, body);
      if (answer === undefined || answer.status === 503) continue;
      last = at;
      return response.writeHead(answer.status, answer.headers).end(answer.body);
    }
    return response.writeHead(503).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** A hub that does not answer within 5 s is taken for one that is away. */
function forward(hub: string, incoming: IncomingMessage, body: Buffer): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const { method, headers } = incoming;
    const onward = request(hub + incoming.url, { method, headers, timeout: 5000 }, async (answer) => {
      const answered = await bodyOf(answer).catch(() => undefined);
      resolve(answered && { status: answer.statusCode ?? 502, headers: answer.headers, body: answered });
    });
    onward.once('timeout', () => onward.destroy());
    onward.once('error', () => resolve(undefined));
    onward.end(body);
  });
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
