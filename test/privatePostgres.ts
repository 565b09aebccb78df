import { execFile } from 'node:child_process';
import { chmod, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/database/embedded.ts';
import { isAlive, temporaryFolder, until } from './process.ts';

const run = promisify(execFile);

export interface PrivatePostgres {
  url: string;
  /** kill -9 of the server and all its processes. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** An administrator's restart: whoever is connected is thrown out. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL of this test alone, durable as in production, that may be killed; in a folder of its own unless one is given. */
export async function privatePostgres(given?: string, settings: string[] = []): Promise<PrivatePostgres> {
  const folder = given ?? (await temporaryFolder('postgres'));
  await chmod(folder, 0o755);
  let server = await startEmbeddedPostgres(folder, settings);
  const pidFile = path.join(folder, 'postgres', 'postmaster.pid');
  return {
    url: server.url,
    kill: async () => {
      const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
      // Or it could have one more child than are listed.
      process.kill(pid, 'SIGSTOP');
      const { stdout } = await run('ps', ['--ppid', String(pid), '-o', 'pid=']).catch(() => ({ stdout: '' }));
      const children = stdout.split('\n').map(Number).filter(Boolean);
      process.kill(pid, 'SIGKILL');
      for (const child of children) {
        try {
          process.kill(child, 'SIGKILL');
        } catch {
          // It ended with its parent.
        }
      }
      // Its children hold its memory until they are gone, and it cannot start before.
      await until(async () => ![pid, ...children].some(isAlive));
    },
    start: async () => {
      server = await startEmbeddedPostgres(folder, settings);
    },
    restart: async () => {
      await server.stop();
      server = await startEmbeddedPostgres(folder, settings);
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
