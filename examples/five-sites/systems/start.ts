import { parseArgs } from 'node:util';
import { start as crm } from './crm/start.ts';
import { start as euErp } from './eu-erp/start.ts';
import { start as mesDetroit } from './mes-detroit/start.ts';
import { start as mesGdansk } from './mes-gdansk/start.ts';
import { start as mesMonterrey } from './mes-monterrey/start.ts';
import { start as mesStuttgart } from './mes-stuttgart/start.ts';
import { start as mesToledo } from './mes-toledo/start.ts';
import { start as naErp } from './na-erp/start.ts';
import { start as planning } from './planning/start.ts';
import type { RunningSystem, StartOptions, StartSystem } from './plumbing/system.ts';
import { start as wmsColumbus } from './wms-columbus/start.ts';
import { start as wmsRotterdam } from './wms-rotterdam/start.ts';

/** The systems by name; targets before what feeds them, so that nothing is told to nobody. */
export const systems: Record<string, StartSystem> = {
  planning,
  'mes-detroit': mesDetroit,
  'mes-monterrey': mesMonterrey,
  'mes-toledo': mesToledo,
  'mes-stuttgart': mesStuttgart,
  'mes-gdansk': mesGdansk,
  'wms-columbus': wmsColumbus,
  'wms-rotterdam': wmsRotterdam,
  'na-erp': naErp,
  'eu-erp': euErp,
  crm,
};

export interface RunningNorthfield {
  systems: RunningSystem[];
  /** Everything a landscape needs to reach them. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

export const defaults: StartOptions = {
  state: '.lineshaft/northfield',
  hub: 'http://127.0.0.1:7300',
  seed: 1,
  rate: 20,
  dirty: 1,
  pace: 500,
};

/** Starts all systems, or those named, in this process. Prints nothing. When one cannot start, none runs. */
export async function startAll(
  options: Partial<StartOptions> = {},
  names = Object.keys(systems),
): Promise<RunningNorthfield> {
  const running: RunningSystem[] = [];
  const stop = async () => {
    for (const system of running.toReversed()) await system.stop();
  };
  try {
    for (const name of names) running.push(await systems[name]!({ ...defaults, ...options }));
  } catch (error) {
    await stop();
    throw error;
  }
  return { systems: running, env: Object.assign({}, ...running.map((system) => system.addresses)), stop };
}

/** Started by another program, they end with it. */
const endings = ['SIGINT', 'SIGTERM', 'disconnect'] as const;

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      state: text,
      database: text,
      hub: text,
      seed: text,
      rate: text,
      dirty: text,
      pace: text,
      port: text,
      'control-port': text,
    },
  });
  const unknown = positionals.find((name) => !(name in systems));
  if (unknown !== undefined) {
    console.error(`There is no system ${unknown}. There are: ${Object.keys(systems).join(', ')}.`);
    process.exitCode = 1;
    return;
  }
  const number = (value: string | undefined, fallback: number) =>
    value === undefined ? fallback : Number(value);
  const database = values.database ?? process.env['DATABASE_URL'];
  const northfield = await startAll(
    {
      state: values.state ?? defaults.state,
      hub: values.hub ?? defaults.hub,
      seed: number(values.seed, defaults.seed),
      rate: number(values.rate, defaults.rate),
      dirty: number(values.dirty, defaults.dirty),
      pace: number(values.pace, defaults.pace),
      ...(database === undefined ? {} : { database }),
      ...(values.port === undefined ? {} : { port: Number(values.port) }),
      ...(values['control-port'] === undefined ? {} : { controlPort: Number(values['control-port']) }),
    },
    positionals.length > 0 ? positionals : undefined,
  );
  for (const [name, value] of Object.entries(northfield.env)) console.log(`${name}=${value}`);
  for (const system of northfield.systems) console.log(`# ${system.name}: control ${system.control}`);
  console.log('# all run');
  const end = async () => {
    for (const event of endings) process.off(event, end);
    await northfield.stop();
    if (process.connected) process.disconnect();
  };
  for (const event of endings) process.on(event, end);
}

if (import.meta.main) await main();
