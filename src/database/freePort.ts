import { createServer } from 'node:net';

/** Below those that an operating system takes for outgoing connections, so that who listens there may leave it and come back. */
const lowest = 20_000;
const count = 12_000;

const given = new Set<number>();

/** A port of 127.0.0.1 at which nothing listens; in one process never the same twice. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * count);
    if (given.has(port)) continue;
    given.add(port);
    if (await portIsFree(port)) return port;
  }
}

export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
