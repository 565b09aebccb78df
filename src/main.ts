import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Logger, pino, type StreamEntry } from 'pino';
import { createEndpoints } from './api/inboundDoor.ts';
import { offerMended } from './api/operations/parked/offer.ts';
import { createServer } from './api/server.ts';
import { createLookUnder } from './completeness.ts';
import type { Config } from './config.ts';
import { startEmbeddedPostgres } from './database/embedded.ts';
import { migrate } from './database/migrate.ts';
import { createPatience } from './database/patience.ts';
import { openPool, type Pool } from './database/pool.ts';
import { createCrossReferences } from './identity/crossReferences.ts';
import { prepareClaims } from './identity/unique/prepareClaims.ts';
import type { InboundLine } from './inbound.ts';
import type { Landscape } from './landscape/landscape.ts';
import { landscapeDependencies } from './landscapeDependencies.ts';
import { copiesIn, filesIn, followLandscape, landscapeAtStart, preparing } from './landscapeInForce.ts';
import { giveBack, resumeHolder } from './lease.ts';
import { ensurePartitions } from './ledger/partitions.ts';
import { createTail } from './ledger/tail.ts';
import { openWakeup } from './ledger/wakeup.ts';
import { liveLandscape } from './liveLandscape.ts';
import { createSystemLog, type SystemLog } from './observability/systemLog.ts';
import { createDesk } from './promising/desk.ts';
import { createRunningLine } from './runLine.ts';
import { createQualityTally } from './stewardship/qualityTally.ts';
import type { Problem } from './vocabulary/problem.ts';
import { keepCodes } from './workers/codeKeeper.ts';
import { keepCourse } from './workers/courseKeeper.ts';
import { keepHouse } from './workers/housekeeping.ts';
import { keepReferences } from './workers/referenceKeeper.ts';
import { keepRegister } from './workers/registerKeeper.ts';
import { keepWindows } from './workers/windowKeeper.ts';

export interface Hub {
  /** `http://127.0.0.1:8080`. */
  address: string;
  /** The one in force, whichever that is. */
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

/**
 * Builds a hub from a landscape and starts it: the whole wiring is here. While its database cannot be reached it waits, until `asked` aborts:
 * then it fails with an `AbortError`.
 */
export async function startHub(
  folder: string,
  config: Config,
  asked: AbortSignal = new AbortController().signal,
): Promise<Hub> {
  const systemLog = createSystemLog();
  const log = createLog(config.logLevel, systemLog);
  const dependencies = await landscapeDependencies(config.environment);
  const { model } = dependencies;
  const home = path.resolve(folder);
  const found = await filesIn(home, dependencies);
  if ('problems' in found) throw new LandscapeInvalid(found.problems);

  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres(config.dataFolder);
  const url = config.databaseUrl ?? embedded!.url;
  const patient = openPool(url, 1, 0);
  const patiently = createPatience(url, log, asked);
  await patiently(() => migrate(patient));
  await mkdir(config.dataFolder, { recursive: true });
  const copies = copiesIn(config.dataFolder);
  await rm(copies, { recursive: true, force: true });
  const prepare = preparing(copies, home, dependencies);
  const { step, prepared } = await patiently(() => landscapeAtStart(patient, prepare, found.files, log));
  if (!prepared.printed) throw new LandscapeInvalid([...prepared.problems]);
  const first = prepared.printed.landscape;
  const interfaces = [...first.systems.values()].reduce((sum, system) => sum + system.interfaces.size, 0);
  const pool = openPool(url, Math.min(60, 10 + interfaces));
  await patiently(() => ensurePartitions(pool));
  const wakeup = await patiently(() => openWakeup(url));

  const holder = await resumeHolder(config.dataFolder);
  const references = createCrossReferences();
  const doors = new Set<string>();
  const { endpoints, plugin } = createEndpoints({}, doors);
  const state = path.join(config.dataFolder, 'connectors');
  await mkdir(state, { recursive: true });
  const line: InboundLine = { pool, references, tail: createTail(), holder };
  const running = createRunningLine({ line, patient, wakeup, endpoints, state, log, model, doors }, first);
  const landscape = liveLandscape(() => running.now().landscape);
  const offer = () => offerMended(pool, landscape.codes, log);
  const { control, follow } = followLandscape(
    pool,
    prepare,
    running,
    { step, hash: prepared.hash },
    offer,
    log,
  );
  const server = createServer({
    pool,
    landscape,
    home,
    model,
    references,
    wakeup,
    scopes: running.scopes,
    foresee: running.foresee,
    measure: running.measure,
    outgoing: running.outgoing,
    checks: running.checks,
    lookUnder: createLookUnder(pool, references, model),
    lineage: running.lineage,
    lists: running.lists,
    control,
    governs: running.governs,
    speakers: running.speakers,
    check: running.check,
    simulated: config.simulated ?? {},
    desk: createDesk(pool, () => landscape.promising),
    console: fileURLToPath(new URL('../console/dist/', import.meta.url)),
    doors: plugin,
    log,
  });

  // Nothing is worked before the address is ours: a second hub by mistake ends here.
  const address = await server.listen({ host: config.host, port: config.port }).catch(async (error) => {
    await wakeup.close();
    await Promise.all([pool.end(), patient.end()]);
    throw error;
  });
  const stopping = new AbortController();
  // What is taken in is counted from the first message on.
  const tally = createQualityTally(pool, (id) => entityOf(landscape, id), log);
  await patiently(() => prepareClaims(patient, model));
  await patiently(() => running.changeTo(first));
  await patiently(offer);
  const working = [
    keepReferences(pool, references, wakeup, log, stopping.signal),
    keepWindows(pool, running.windows, wakeup, log, stopping.signal),
    keepCodes(pool, landscape, wakeup, log, stopping.signal),
    keepRegister(pool, wakeup, log, stopping.signal),
    keepHouse(patient, landscape, log, stopping.signal),
    keepCourse(pool, landscape, log, stopping.signal),
    systemLog.keep(pool, stopping.signal),
    follow(wakeup, stopping.signal),
  ];

  return {
    address,
    landscape,
    pool,
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(working);
      const stopped = running.stop();
      await server.close();
      await stopped;
      await tally.close();
      await giveBack(pool, holder).catch(() => {});
      await wakeup.close();
      await Promise.all([pool.end(), patient.end()]);
      await embedded?.stop();
    },
  };
}

/** To whom runs it as much as they asked for; for operators what concerns systems, whatever that was. */
function createLog(level: string, { stream }: SystemLog): Logger {
  const streams = [
    { level, stream: pino.destination({ dest: 2, sync: true }) },
    { level: 'info', stream },
  ] as StreamEntry[];
  const [asked, kept] = [level, 'info'].map((name) => pino.levels.values[name] ?? Number.POSITIVE_INFINITY);
  return pino({ level: asked! < kept! ? level : 'info', base: null }, pino.multistream(streams));
}

function entityOf({ systems }: Landscape, id: string): string | undefined {
  const [system = '', name = ''] = id.split('/');
  return systems.get(system)?.interfaces.get(name)?.entity;
}
