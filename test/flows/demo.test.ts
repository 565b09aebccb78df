import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tally } from '../../examples/five-sites/systems/plumbing/system.ts';
import { startAll } from '../../examples/five-sites/systems/start.ts';
import type { InterfaceStatus, SitesAnswer } from '../../src/api/operations/contract.ts';
import { writeControlDoors } from '../../src/cli/controlDoors.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, temporaryFolder, until, writeLandscape } from '../process.ts';
import { pushedStops } from '../promises/landscapes.ts';

const program = fileURLToPath(new URL('../../bin/lineshaft.js', import.meta.url));

/** Two systems of Northfield, a hub that tells one of them what a plant pushes, and the command line beside them. */
let northfield: Awaited<ReturnType<typeof startAll>>;
let database: TestDatabase;
let hub: HubProcess;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  const state = await temporaryFolder('northfield');
  northfield = await startAll({ state, rate: 200, dirty: 0, port: 0, controlPort: 0 }, [
    'planning',
    'eu-erp',
  ]);
  const data = await temporaryFolder('data');
  await writeControlDoors(
    data,
    Object.fromEntries(northfield.systems.map(({ name, control }) => [name, control])),
  );
  database = await testDatabase();
  hub = await startHubProcess(await landscape(northfield.env), database.url, { LINESHAFT_DATA: data });
  environment = { PATH: process.env['PATH'], LINESHAFT_DATA: data, LINESHAFT_URL: hub.url };
});

afterAll(async () => {
  await hub?.stop();
  await northfield?.stop();
  await database?.drop();
});

const landscape = (env: Record<string, string>) =>
  writeLandscape({
    ...pushedStops(),
    'systems/planning.yaml': `
system: planning
kind: planning
site: detroit
connector: http
connection:
  url: "${env['PLANNING_URL']}"
  auth: { apiKey: { header: X-Api-Key, value: "${env['PLANNING_KEY']}" } }
interfaces:
  stops:
    target: maintenanceEvent@1
    write: { method: POST, path: /confirmations, batch: 1, concurrency: 1 }
    map: stops.out.jsonata
`,
    'systems/stops.out.jsonata':
      '{ "id": fact.factId, "order": fact.equipment, "location": fact.site, "kind": "stop", "good": 1, "scrap": 0, "at": fact.occurredAt }\n',
  });

async function lineshaft(...words: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [program, ...words], { env: environment })).stdout;
}

let pushed = 0;
async function push(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const body = JSON.stringify({ id: `s${++pushed}`, machine: `press-${n}`, at: new Date().toISOString() });
    const headers = { 'x-key': 'promise', 'content-type': 'application/json' };
    // The door may open a moment after the hub is ready.
    await until(async () => (await fetch(`${hub.url}/in/mes/stops`, { method: 'POST', headers, body })).ok);
  }
}

async function planning(): Promise<InterfaceStatus> {
  const { sites } = JSON.parse(await lineshaft('status', '--json')) as SitesAnswer;
  const interfaces = sites.flatMap((site) => site.systems.flatMap((system) => system.interfaces));
  return interfaces.find(({ id }) => id === 'planning/stops')!;
}

const heldBy = (state: string) => until(async () => (await planning()).hold?.state === state);

/** All that was pushed is there, and nothing waits for a person. */
async function caughtUp(): Promise<void> {
  await until(async () => {
    const { totals, open } = await planning();
    return 'delivered' in totals && totals.delivered === pushed && open.parked === 0 && open.retrying === 0;
  });
}

async function told(system: string): Promise<Tally['emitted'][string][]> {
  const { control } = northfield.systems.find(({ name }) => name === system)!;
  return Object.values(((await (await fetch(`${control}/tally`)).json()) as Tally).emitted);
}

test('`demo cut` makes a system unreachable and `demo heal` brings it back: what waited arrives', async () => {
  await push(2);
  await caughtUp();
  expect(await lineshaft('demo', 'cut', 'planning')).toContain('✓ planning is cut off');
  await push(5);
  await heldBy('held-circuit');
  expect(await lineshaft('status')).toMatch(
    /‖ planning\/stops: held: cannot be reached .* wait, nobody knows/,
  );
  expect(await lineshaft('demo', 'heal', 'planning')).toContain('✓ planning works as it should');
  await caughtUp();
});

test('`demo throttle` holds a system for the time that it asks for, and nothing parks', async () => {
  await lineshaft('demo', 'throttle', 'planning', '0');
  await push(3);
  await heldBy('held-throttle');
  await lineshaft('demo', 'heal', 'planning');
  await caughtUp();
});

test('`demo slow` makes each answer take longer', async () => {
  await lineshaft('demo', 'slow', 'planning', '700');
  const start = performance.now();
  await fetch(`${northfield.env['PLANNING_URL']}/movements`);
  expect(performance.now() - start).toBeGreaterThan(650);
  await lineshaft('demo', 'heal', 'planning');
});

test('`demo window` closes a system for a while, and `maintenance end` opens it', async () => {
  expect(await lineshaft('demo', 'window', 'planning', '5')).toContain('in maintenance for 5 minutes');
  await push(3);
  await heldBy('held-window');
  await lineshaft('maintenance', 'end', 'planning');
  await caughtUp();
});

test('`demo dirty` mistypes what a system tells', async () => {
  await lineshaft('demo', 'dirty', 'eu-erp', '100');
  await until(async () => (await told('eu-erp')).some(({ dirty }) => Object.keys(dirty).length > 0));
});

test('a system that the scenario has not, and a fault that a system cannot have, are said so', async () => {
  await expect(lineshaft('demo', 'cut', 'nobody')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Name one of these: eu-erp, planning.'),
  });
  await expect(lineshaft('demo', 'slow', 'planning', 'much')).rejects.toMatchObject({ code: 2 });
});
