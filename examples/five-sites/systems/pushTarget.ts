import { createServer } from 'node:http';
import { listen } from './plumbing/httpDoor.ts';

export interface Pushed {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A place to push to, for tests: keeps what came and answers as told. */
export async function openPushTarget(): Promise<{
  url: string;
  pushed: Pushed[];
  answer: { status: number };
  close(): Promise<void>;
}> {
  const pushed: Pushed[] = [];
  const answer = { status: 202 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    pushed.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(answer.status).end();
  });
  const port = await listen(server, 0);
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, pushed, answer, close };
}
