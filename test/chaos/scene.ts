import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Clock, wrongClock } from '../clock.ts';
import { withDatabase } from '../database.ts';
import { type PrivatePostgres, privatePostgres } from '../privatePostgres.ts';
import { type HubProcess, startHubProcess, temporaryFolder } from '../process.ts';
import { openBalancer } from './balancer.ts';
import type { Stage } from './stage.ts';
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
}

export type Load = Pick<Business, 'rate' | 'dirty' | 'pace'>;

/** All of it is put on the stage, which closes it. */
export async function openScene(stage: Stage, load: Load, hubCount: number): Promise<Scene> {
  const postgres = await stage.put(privatePostgres(), (server) => server.stop());
  const database = await makeDatabase(postgres.url);
  const hubs = new Map<string, HubOnStage>();
  const addressesOfHubs = () => [...hubs.values()].map((hub) => hub.process.url);
  const balancer = await stage.put(openBalancer(addressesOfHubs), ({ close }) => close());
  const state = await stage.put(temporaryFolder('northfield'), (folder) =>
    rm(folder, { recursive: true, force: true }),
  );
  const systems = await stage.put(
    startSystems({ ...load, state, database: postgres.url, hub: balancer.url }),
    (started) => Promise.all([...started.values()].map((system) => system.kill())),
  );
  const addresses = Object.assign({}, ...[...systems.values()].map((system) => system.env));
  for (let n = 1; n <= hubCount; n++) {
    // Only one: asking such a clock takes longer.
    const clock = n === hubCount ? await wrongClock() : undefined;
    const environment = { ...addresses, ...clock?.environment };
    // Killed hard, so that one that is frozen ends too.
    const process = await stage.put(startHubProcess(landscape, database, environment), (hub) => hub.kill());
    hubs.set(`hub-${n}`, { process, clock });
  }
  return { postgres, database, systems, hubs };
}

async function makeDatabase(server: string): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query('create database chaos_hub');
  await client.end();
  return withDatabase(server, 'chaos_hub');
}
