import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningScenario, ScenarioOptions } from '../../src/cli/demo.ts';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import type { Pool } from '../../src/database/pool.ts';
import type { Hub } from '../../src/main.ts';
import { type Northfield, startNorthfield } from './northfield.ts';

const landscape = fileURLToPath(new URL('landscape', import.meta.url));

export interface StartOptions extends ScenarioOptions {
  /** Whether the systems take their own ports (18101 …) or any that are free. */
  ports?: 'own' | 'free';
  /** Percent of what the systems tell that is mistyped. */
  dirty?: number;
  /** Milliseconds per step of work in offices, plants and warehouses. */
  pace?: number;
}

export interface Running extends RunningScenario {
  hub: Hub;
  northfield: Northfield;
}

/**
 * Northfield on one machine: a PostgreSQL, its simulated systems, and a hub on the landscape beside this file. All state lies under
 * the data folder, so that a second start goes on where the first one stopped.
 */
export async function start(options: StartOptions): Promise<Running> {
  const { config, rate, dirty, pace, ports = 'own' } = options;
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of undo.toReversed()) await each();
  };
  try {
    options.progress('starting the database …');
    const database = await serverFor(config.databaseUrl, config.dataFolder, undo);

    options.progress('starting eleven systems of Northfield …');
    const northfield = await startNorthfield({
      state: path.resolve(config.dataFolder, 'northfield'),
      database,
      hub: `http://${config.host}:${config.port}`,
      ...(rate !== undefined && { rate }),
      ...(dirty !== undefined && { dirty }),
      ...(pace !== undefined && { pace }),
      ports,
    });
    undo.push(northfield.stop);

    options.progress('starting the hub …');
    const environment = { ...config.environment, ...northfield.env };
    const opened = await options.openHub(landscape, {
      ...config,
      databaseUrl: database,
      environment,
      simulated: northfield.controls,
    });
    undo.push(opened.hub.stop);

    options.progress('waiting for a first order …');
    await options.tell(opened, ['status', `trace ${await anOrder(opened.hub.pool)}`, 'parked list']);
    return { hub: opened.hub, northfield, controls: northfield.controls, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function serverFor(
  given: string | undefined,
  folder: string,
  undo: (() => Promise<void>)[],
): Promise<string> {
  if (given !== undefined) return given;
  const embedded = await startEmbeddedPostgres(folder);
  undo.push(embedded.stop);
  return embedded.url;
}

/** The number of an order that came from the CRM and went into an ERP; after half a minute of none, the first one there will be. */
async function anOrder(pool: Pool): Promise<string> {
  for (let second = 0; second < 30; second++) {
    const { rows } = await pool.query<{ number: string }>(
      `select split_part(crm.key, '~', 3) as number from observation crm
         join observation erp on erp.entity = crm.entity and erp.key = crm.key and erp.system in ('na-erp', 'eu-erp')
       where crm.system = 'crm' and crm.entity = 'salesOrder' order by crm.key limit 1`,
    );
    if (rows[0]) return rows[0].number;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return `SO-${new Date().getFullYear()}-000001`;
}
