import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Logger, pino } from 'pino';
import { createEndpoints } from './api/inboundDoor.ts';
import { offerMended } from './api/operations/parked/offer.ts';
import { createServer } from './api/server.ts';
import type { Config } from './config.ts';
import type { Connector, Endpoints, OpenSystem } from './connectors/connector.ts';
import { connectors } from './connectors/registry.ts';
import { startEmbeddedPostgres } from './database/embedded.ts';
import { migrate } from './database/migrate.ts';
import { openPool, type Pool } from './database/pool.ts';
import { createBudget } from './delivery/budget.ts';
import { createCircuitGuard } from './delivery/circuitGuard.ts';
import { createGate, type Gate, watchHolds } from './delivery/gate.ts';
import { createStanding, type Standing } from './delivery/standing.ts';
import { createThrottle } from './delivery/throttle.ts';
import { createTurns } from './delivery/turns.ts';
import { createWindowGuard, type WindowGuard } from './delivery/windowGuard.ts';
import { createForesee } from './foresee.ts';
import { createCrossReferences } from './identity/crossReferences.ts';
import type { InboundLine } from './inbound.ts';
import type { LandscapeDependencies } from './landscape/dependencies.ts';
import type { Landscape, SourceInterface, System, TargetInterface } from './landscape/landscape.ts';
import { readLandscape } from './landscape/read.ts';
import { landscapeDependencies } from './landscapeDependencies.ts';
import { giveBack, resumeHolder } from './lease.ts';
import { ensurePartitions } from './ledger/partitions.ts';
import { createTail } from './ledger/tail.ts';
import { openWakeup, type Wakeup } from './ledger/wakeup.ts';
import { type CompiledLine, compileLine } from './line.ts';
import { scopeOfTarget } from './outbound/route.ts';
import { openProcess } from './processes/open.ts';
import type { Problem } from './vocabulary/problem.ts';
import { keepHouse } from './workers/housekeeping.ts';
import { workProcess } from './workers/processWorker.ts';
import { workSource } from './workers/sourceWorker.ts';
import { workSubscription } from './workers/subscriptionWorker.ts';
import { workSystem } from './workers/systemWorker.ts';
import { hearWords, keepWindows } from './workers/windowKeeper.ts';

export interface Hub {
  /** `http://127.0.0.1:8080`. */
  address: string;
  landscape: Landscape;
  pool: Pool;
  /** Stops taking in and delivering, gives the leases back, and closes; what is under way is finished or undone. */
  stop(): Promise<void>;
}

export class LandscapeInvalid extends Error {
  override readonly name = 'LandscapeInvalid';
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(`the landscape has ${problems.length} problem${problems.length === 1 ? '' : 's'}`);
    this.problems = problems;
  }
}

/** Builds a hub from a landscape and starts it: the whole wiring is here. */
export async function startHub(folder: string, config: Config): Promise<Hub> {
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ dest: 2, sync: true }));
  const dependencies = await landscapeDependencies(config.environment);
  const { model } = dependencies;
  const landscape = await readValid(folder, dependencies);
  const references = createCrossReferences();
  const compiled = await compileLine(landscape, model, references);

  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres(config.dataFolder);
  const url = config.databaseUrl ?? embedded!.url;
  const interfaces = [...landscape.systems.values()].reduce((sum, system) => sum + system.interfaces.size, 0);
  const pool = openPool(url, Math.min(60, 10 + interfaces));
  const patient = openPool(url, 1, 0);
  await migrate(patient);
  await ensurePartitions(pool);
  const wakeup = await openWakeup(url);

  await mkdir(config.dataFolder, { recursive: true });
  const holder = await resumeHolder(config.dataFolder);
  const line: InboundLine = { pool, references, tail: createTail(), holder };
  const doors = createEndpoints({}, doorsOf(landscape));
  const scopes = new Map(compiled.outlets.map((outlet) => [outlet.interface.id, scopeOfTarget(outlet)]));
  const foresee = createForesee(pool, references, compiled);
  const server = createServer({
    pool,
    landscape,
    model,
    references,
    wakeup,
    scopes,
    foresee,
    doors: doors.plugin,
    log,
  });

  // Nothing is worked before the address is ours: a second hub by mistake ends here.
  const address = await server.listen({ host: config.host, port: config.port }).catch(async (error) => {
    await wakeup.close();
    await Promise.all([pool.end(), patient.end()]);
    throw error;
  });
  const stopping = new AbortController();
  const systems = await openSystems(landscape, log);
  const state = path.join(config.dataFolder, 'connectors');
  await mkdir(state, { recursive: true });
  const windows = new Map(
    [...landscape.systems.values()].map((s) => [s.code, createWindowGuard(s.maintenance)]),
  );
  // Nothing is asked or sent before it is known who is closed.
  await hearWords(pool, windows);
  const standings = await openStandings(pool, landscape, log);
  const gates = openGates(pool, landscape, windows, standings);
  const working = startWorkers(
    line,
    compiled,
    systems,
    windows,
    gates,
    doors.endpoints,
    wakeup,
    state,
    log,
    stopping.signal,
  );
  working.push(keepWindows(pool, windows, wakeup, log, stopping.signal));
  for (const [code, standing] of standings)
    working.push(workSystem(standing, systems.get(code)!.check, wakeup, log, stopping.signal));
  const processes = await Promise.all(
    [...landscape.processes.values()].map((chart) => openProcess(pool, chart, model)),
  );
  for (const process of processes)
    working.push(
      workProcess(line, process, wakeup, log.child({ process: process.newest.chart.code }), stopping.signal),
    );
  await offerMended(pool, landscape.codes, log);
  working.push(keepHouse(patient, landscape.retention, log, stopping.signal));

  return {
    address,
    landscape,
    pool,
    stop: async () => {
      stopping.abort();
      await server.close();
      await Promise.allSettled(working);
      await Promise.allSettled([...systems.values()].map((system) => system.close()));
      await giveBack(pool, holder).catch(() => {});
      await wakeup.close();
      await Promise.all([pool.end(), patient.end()]);
      await embedded?.stop();
    },
  };
}

async function readValid(folder: string, dependencies: LandscapeDependencies): Promise<Landscape> {
  const { landscape, problems } = await readLandscape(path.resolve(folder), dependencies);
  if (!landscape || problems.length > 0) throw new LandscapeInvalid(problems);
  return landscape;
}

function doorsOf({ systems }: Landscape): Set<string> {
  const doors = new Set<string>();
  for (const { connector, interfaces } of systems.values()) {
    for (const declared of interfaces.values()) {
      if (declared.direction !== 'source') continue;
      if (connectors.get(connector)?.opensDoor?.(declared.read)) doors.add(declared.id);
    }
  }
  return doors;
}

async function openSystems(landscape: Landscape, log: Logger): Promise<Map<string, OpenSystem>> {
  const opened = new Map<string, OpenSystem>();
  for (const system of landscape.systems.values()) {
    const connector = connectors.get(system.connector) as Connector;
    opened.set(
      system.code,
      await connector.open({
        system: system.code,
        connection: system.connection,
        timeZone: landscape.sites.get(system.site)!.timeZone,
        log: log.child({ system: system.code }),
      }),
    );
  }
  return opened;
}

/** How each system that is delivered to stands, as it was when the hubs last knew. */
async function openStandings(pool: Pool, landscape: Landscape, log: Logger): Promise<Map<string, Standing>> {
  const standings = new Map<string, Standing>();
  for (const { code, interfaces } of landscape.systems.values()) {
    if (![...interfaces.values()].some(({ direction }) => direction === 'target')) continue;
    const standing = createStanding(pool, code, log.child({ system: code }));
    await standing.refresh();
    standings.set(code, standing);
  }
  return standings;
}

function openGates(
  pool: Pool,
  landscape: Landscape,
  windows: ReadonlyMap<string, WindowGuard>,
  standings: ReadonlyMap<string, Standing>,
): Map<string, Gate> {
  const gateOf = (system: System, standing: Standing) => {
    const { timeZone } = landscape.sites.get(system.site)!;
    const { concurrency, quotaZone: zone = timeZone, ...declared } = system.limits;
    const budget = createBudget(pool, system.code, { ...declared, zone });
    const closed = windows.get(system.code)!;
    const guards = [closed, createCircuitGuard(standing), createThrottle(standing), budget];
    return createGate(createTurns(concurrency, budget), guards);
  };
  return new Map(
    [...standings].map(([code, standing]) => [code, gateOf(landscape.systems.get(code)!, standing)]),
  );
}

function startWorkers(
  line: InboundLine,
  { inlets, outlets }: CompiledLine,
  systems: ReadonlyMap<string, OpenSystem>,
  windows: ReadonlyMap<string, WindowGuard>,
  gates: ReadonlyMap<string, Gate>,
  endpoints: Endpoints,
  wakeup: Wakeup,
  state: string,
  log: Logger,
  signal: AbortSignal,
): Promise<void>[] {
  const sources = inlets.map(async (inlet) => {
    const id = await registerSource(line.pool, inlet.interface);
    const { interface: source, system } = inlet;
    const context = {
      interface: source.id,
      read: source.read,
      ...(source.format && { format: source.format }),
      folder: system.folder,
      endpoints,
      state: path.join(state, system.code, source.name),
      log: log.child({ interface: source.id }),
    };
    const open = () => systems.get(system.code)!.source!(context);
    const closed = watchHolds([windows.get(system.code)!]);
    return workSource(line, { ...inlet, id }, open, closed, wakeup, context.log, signal);
  });
  const targets = outlets.map(async (outlet) => {
    const id = await registerSubscription(line.pool, outlet.interface);
    const { interface: target, system } = outlet;
    const context = {
      interface: target.id,
      write: target.write,
      ...(target.format && { format: target.format }),
      folder: system.folder,
      log: log.child({ interface: target.id }),
    };
    const sink = systems.get(system.code)!.sink!(context);
    const gate = gates.get(system.code)!;
    return workSubscription(line, { ...outlet, id, sink, gate }, wakeup, context.log, signal);
  });
  return [...sources, ...targets];
}

async function registerSource(pool: Pool, { id }: SourceInterface): Promise<number> {
  await pool.query('insert into source (name) values ($1) on conflict do nothing', [id]);
  const { rows } = await pool.query<{ id: number }>('select id from source where name = $1', [id]);
  return rows[0]!.id;
}

async function registerSubscription(pool: Pool, { id, from }: TargetInterface): Promise<number> {
  await pool.query(
    `insert into subscription (name, position) select $1, case when $2 then position else 0 end from ledger_head
     on conflict do nothing`,
    [id, from === 'now'],
  );
  const { rows } = await pool.query<{ id: number }>('select id from subscription where name = $1', [id]);
  return rows[0]!.id;
}
