import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Clock, wrongClock } from '../clock.ts';
import { withDatabase } from '../database.ts';
import { type PrivatePostgres, privatePostgres } from '../privatePostgres.ts';
import { type HubProcess, startHubProcess, temporaryFolder } from '../process.ts';
import { openBalancer } from './balancer.ts';
import { type Business, type SystemProcess, startSystems } from './systems.ts';

const landscape = fileURLToPath(new URL('../../examples/five-sites/landscape', import.meta.url));

export interface HubOnStage {
  process: HubProcess;
  clock: Clock | undefined;
}

/** Northfield with every part in a process of its own, so that each can fail alone. */
export interface Scene {
  postgres: PrivatePostgres;
  /** The hubs' database. */
  database: string;
  systems: ReadonlyMap<string, SystemProcess>;
  hubs: ReadonlyMap<string, HubOnStage>;
  stop(): Promise<void>;
}

export type Load = Pick<Business, 'rate' | 'dirty' | 'pace'>;

export async function openScene(load: Load, hubCount: number): Promise<Scene> {
  const undo: (() => Promise<unknown>)[] = [];
  const undoAll = async () => {
    for (const each of undo.toReversed()) await each().catch((error: Error) => console.error(error.message));
  };
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= undoAll();
    return stopped;
  };
  try {
    const postgres = await privatePostgres();
    undo.push(postgres.stop);
    const database = await makeDatabase(postgres.url);
    const hubs = new Map<string, HubOnStage>();
    const balancer = await openBalancer(() => [...hubs.values()].map((hub) => hub.process.url));
    undo.push(balancer.close);
    const state = await temporaryFolder('northfield');
    undo.push(() => rm(state, { recursive: true, force: true }));
    const systems = await startSystems({ ...load, state, database: postgres.url, hub: balancer.url });
    undo.push(() => Promise.all([...systems.values()].map((system) => system.kill())));
    const addresses = Object.assign({}, ...[...systems.values()].map((system) => system.env));
    for (let n = 1; n <= hubCount; n++) {
      // Only one: asking such a clock takes longer.
      const clock = n === hubCount ? await wrongClock() : undefined;
      const process = await startHubProcess(landscape, database, { ...addresses, ...clock?.environment });
      // Hard, so that one that is frozen ends too.
      undo.push(process.kill);
      hubs.set(`hub-${n}`, { process, clock });
    }
    return { postgres, database, systems, hubs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeDatabase(server: string): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query('create database chaos_hub');
  await client.end();
  return withDatabase(server, 'chaos_hub');
}
