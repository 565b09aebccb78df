import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { createChecks } from '../checks.ts';
import { createMeasure } from '../completeness.ts';
import type { Pool } from '../database/pool.ts';
import type { TargetScope } from '../delivery/chosen.ts';
import { createForesee } from '../foresee.ts';
import { type CrossReferences, createCrossReferences } from '../identity/crossReferences.ts';
import type { Landscape } from '../landscape/landscape.ts';
import { openWakeup } from '../ledger/wakeup.ts';
import { type CompiledLine, listsOf } from '../line.ts';
import { northfield } from '../observability/northfield.testing.ts';
import { createOutgoing } from '../outgoing.ts';
import { createDesk } from '../promising/desk.ts';
import { loadModel } from '../quality/loadModel.ts';
import { createRehearse } from '../rehearse.ts';
import type { ControlDoors } from '../vocabulary/faults.ts';
import { createFirstKey } from './access.ts';
import { createEndpoints } from './inboundDoor.ts';
import type { CheckSystem } from './operations/parts.ts';
import { createServer } from './server.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked at by matchers
type Answer = any;

export interface TestServer {
  database: TestDatabase;
  app: FastifyInstance;
  key: string;
  /** A request with the administrator's key; the answer's JSON. */
  ask(method: 'GET' | 'POST', url: string, body?: object): Promise<{ status: number; body: Answer }>;
  /** What the server wrote to its log. */
  logged: string[];
  close(): Promise<void>;
}

/** Every entry is for every target of its entity. */
function scopesOf({ systems }: Landscape): [string, TargetScope][] {
  const all = [...systems.values()].flatMap((system) => [...system.interfaces.values()]);
  return all.map((each) => {
    const { id, entity, system } = each;
    const sites = each.direction === 'target' ? each.sites : [];
    const isInScope: TargetScope['isInScope'] = ({ site = '' }) => sites.length === 0 || sites.includes(site);
    return [id, { entity, system, isInScope }];
  });
}

/** What a test puts in place of an empty line. */
export interface TestParts {
  /** What a preview looks through. */
  compile?: (pool: Pool, references: CrossReferences) => Promise<Pick<CompiledLine, 'inlets' | 'outlets'>>;
  /** In place of `northfield`. */
  landscape?: Landscape;
  codes?: Landscape['codes'];
  connectivity?: Landscape['connectivity'];
  processes?: Landscape['processes'];
  signIn?: Landscape['signIn'];
  check?: CheckSystem;
  simulated?: ControlDoors;
  /** Where a built console lies. */
  console?: string;
}

/** The hub's server on a database of its own, for the landscape of `northfield`. */
export async function testServer({
  compile,
  landscape: base = northfield(),
  codes,
  connectivity,
  processes,
  signIn,
  check = async () => undefined,
  simulated = {},
  console: consoleFolder = '/nowhere',
}: TestParts = {}): Promise<TestServer> {
  const database = await testDatabase();
  const wakeup = await openWakeup(database.url);
  const logged: string[] = [];
  const references = createCrossReferences();
  const compiled = (await compile?.(database.pool, references)) ?? {
    matchers: new Map(),
    inlets: [],
    outlets: [],
  };
  const landscape = {
    ...base,
    ...(codes && { codes }),
    ...(connectivity && { connectivity }),
    ...(processes && { processes }),
    ...(signIn && { signIn }),
  };
  const prints = { systems: new Map(), interfaces: new Map() };
  const app = createServer({
    pool: database.pool,
    landscape,
    home: landscape.folder,
    scopes: new Map(scopesOf(landscape)),
    model: await loadModel(),
    references,
    wakeup,
    control: {
      running: () => ({ step: 0, hash: '', printed: { landscape, prints } }),
      prepare: async (files) => ({ hash: '', files, problems: [] }),
      changedTo: async () => true,
    },
    governs: (entity) => landscape.connectivity.find(({ entities }) => entities.includes(entity)),
    speakers: () => compiled.inlets,
    foresee: createForesee(database.pool, references, compiled),
    lineage: new Map(
      [...compiled.inlets, ...compiled.outlets].map((each) => [
        each.interface.id,
        () => each.mapping.lineage(),
      ]),
    ),
    lists: listsOf(compiled),
    measure: createMeasure(database.pool, references, compiled),
    lookUnder: async () => ({
      measure: createMeasure(database.pool, references, compiled),
      rehearse: createRehearse(database.pool, references, compiled),
    }),
    outgoing: createOutgoing(database.pool, references, compiled),
    checks: createChecks(database.pool, references, compiled, landscape),
    check,
    simulated,
    desk: createDesk(database.pool, () => landscape.promising),
    console: consoleFolder,
    doors: createEndpoints().plugin,
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
  });
  const key = (await createFirstKey(database.pool))!;
  return {
    database,
    app,
    key,
    logged,
    ask: async (method, url, body) => {
      const headers = { authorization: `Bearer ${key}` };
      const answer = await app.inject({ method, url, headers, ...(body && { payload: body }) });
      return { status: answer.statusCode, body: answer.json() };
    },
    close: async () => {
      await app.close();
      await wakeup.close();
      await database.drop();
    },
  };
}
