import type { Socket } from 'node:net';
import type pg from 'pg';

/**
 * Breaks a connection over which nothing came or went for so long while somebody had it: the other end may be gone without a word, or the
 * way to it stalled, and TCP alone tells of that after a quarter of an hour or never. Whoever waits gets the error.
 */
export function breakSilence(pool: pg.Pool, ms: number): void {
  pool.on('connect', (client) => {
    const stream = streamOf(client);
    stream.on('timeout', () => stream.destroy(new Error(`nothing came from the database for ${ms} ms`)));
  });
  pool.on('acquire', (client) => streamOf(client).setTimeout(ms));
  pool.on('release', (_error, client) => streamOf(client).setTimeout(0));
}

function streamOf(client: pg.PoolClient): Socket {
  return (client as pg.PoolClient & { connection: { stream: Socket } }).connection.stream;
}
