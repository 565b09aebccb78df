import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HubProcess, startHubProcess, until } from '../test/process.ts';
import { connect, newDatabase } from './database.ts';
import { writeItems } from './files.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const ITEMS = 100;

/** Messages a second, one a request over 32 connections, each durable before its 202. */
export async function benchDoor(
  server: string,
  folder: string,
): Promise<{ perSecond: number; refused: number }> {
  const hub = await startWithItems(server, folder, 'door', path.join(here, 'landscapes/door'));
  try {
    await runLoad(['flood', '32', '3', hub.url]);
    return await runLoad(['flood', '32', '10', hub.url]);
  } finally {
    await hub.stop();
  }
}

export interface RelayFigures {
  sent: number;
  arrived: number;
  /** Milliseconds from the request to the hub to the hub's request to the target. */
  p50: number;
  p99: number;
}

/** Latency from HTTP in to HTTP out at 1,000 messages a second, after the hub has warmed up. */
export async function benchRelay(server: string, folder: string): Promise<RelayFigures> {
  const landscape = path.join(folder, 'relay-landscape');
  await cp(path.join(here, 'landscapes/door'), landscape, { recursive: true });
  await cp(path.join(here, 'landscapes/relay'), landscape, { recursive: true });
  const load = startLoad(['relay', '1000', '10', '3']);
  const [{ port }] = (await once(load, 'message')) as [{ port: number }];
  const more = { BENCH_PARTNER: `http://127.0.0.1:${port}` };
  const hub = await startWithItems(server, folder, 'relay', landscape, more);
  try {
    const figures = firstLine<RelayFigures>(load);
    load.send({ url: hub.url });
    return await figures;
  } finally {
    await hub.stop();
  }
}

async function startWithItems(
  server: string,
  folder: string,
  name: string,
  landscape: string,
  more: Record<string, string> = {},
): Promise<HubProcess> {
  const files = path.join(folder, name);
  await mkdir(files, { recursive: true });
  const database = await newDatabase(server, `bench_${name}`);
  const hub = await startHubProcess(landscape, database, { BENCH_FILES: files, ...more });
  await writeItems(path.join(files, 'items.tmp'), ITEMS);
  await rename(path.join(files, 'items.tmp'), path.join(files, 'items.ndjson'));
  const db = await connect(database);
  await until(async () => {
    const { rows } = await db.query('select count(*)::int as items from record');
    return rows[0].items === ITEMS;
  });
  await db.end();
  return hub;
}

function startLoad(words: string[]): ChildProcess {
  return fork(path.join(here, 'load.ts'), words, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
}

async function runLoad<T>(words: string[]): Promise<T> {
  return firstLine<T>(startLoad(words));
}

async function firstLine<T>(load: ChildProcess): Promise<T> {
  let text = '';
  load.stdout!.on('data', (chunk) => {
    text += chunk;
  });
  await once(load, 'exit');
  return JSON.parse(text) as T;
}
