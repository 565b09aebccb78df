import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { transaction } from '../../src/database/transaction.ts';
import type { Chart } from '../../src/landscape/processes/chart.ts';
import { libraryChart } from '../../src/landscape/processes/useProcess.ts';
import { append } from '../../src/ledger/append.ts';
import { readLibrary } from '../../src/processes/library/readLibrary.ts';
import type { Scenario, ScenarioStep } from '../../src/processes/scenario.ts';
import { readScenarios } from '../../src/processes/scenarioFile.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until, writeLandscape } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';

/** A process of the library on the way that its first scenario tells. */
interface Walk {
  chart: Chart;
  scenario: Scenario;
  instance: string;
}

/** What the hub answers itself. */
const ANSWERED = ['closing', 'promising'];

let database: TestDatabase;
let erp: TestTarget;
let hub: HubProcess;
let walks: Walk[];

beforeEach(async () => {
  walks = await readWalks([
    ...['intercompany-transfer', 'make-to-stock', 'period-close', 'procure-to-pay', 'quality-hold'],
  ]);
  database = await testDatabase();
  erp = await startTarget();
  erp.answer = ({ body }) => taken(body);
  hub = await startHubProcess(await landscape(erp.url), database.url);
  await until(allListen);
});
afterEach(async () => {
  await hub.stop();
  await erp.stop();
  await database.drop();
});

test('16. every process of the library goes its way over a kill between any two steps, and each command has one effect', async () => {
  const steps = Math.max(...walks.map(({ scenario }) => scenario.steps.length));
  for (let i = 0; i < steps; i++) {
    for (const walk of walks) await tell(walk, walk.scenario.steps[i]);
    for (const walk of walks) await until(async () => wentThrough(await statesOf(walk), walk.scenario, i));
    await hub.kill();
    await hub.start();
  }
  await allAsTold();
});

test('16. every process of the library goes its way over a kill between each command and its receipt, and each command has one effect', async () => {
  const untold = new Set<string>();
  let again = Promise.resolve();
  erp.answer = async ({ id, body }) => {
    if (untold.has(id)) return taken(body);
    untold.add(id);
    again = again.then(async () => {
      await hub.kill();
      await hub.start();
    });
    await again;
    return { ...taken(body), hangsUp: true };
  };
  for (const walk of walks)
    for (const [i, step] of walk.scenario.steps.entries()) {
      await tell(walk, step);
      await until(async () => wentThrough(await statesOf(walk), walk.scenario, i));
    }
  await again;
  await allAsTold();
  const times = Map.groupBy(erp.received, ({ id }) => id);
  expect(times.size).toBe(untold.size);
  expect([...times.values()].filter(({ length }) => length < 2)).toEqual([]);
});

/** What a system says of a command that it took. */
function taken(body: Record<string, unknown>) {
  return { status: 200, ...(body['verb'] === 'create' && { body: { id: '88' } }) };
}

/** Each instance has ended, gave the commands that its scenario tells, and each had one effect. */
async function allAsTold(): Promise<void> {
  for (const { chart, scenario, instance } of walks) {
    const { rows } = await database.pool.query('select status, given from process_instance where id = $1', [
      instance,
    ]);
    expect(rows[0].status).toBe('ended');
    const given = rows[0].given as { name: string; key: string; answer: string }[];
    expect(given.map(({ name }) => name)).toEqual(
      scenario.steps.flatMap(({ expect: its }) => its?.commands ?? []),
    );
    const verbs = given
      .map(({ name }) => chart.commands.find((command) => command.name === name)!)
      .filter(({ entity }) => !ANSWERED.includes(entity))
      .map(({ verb }) => verb);
    expect(effectsOn(new Set(given.map(({ key }) => key)))).toEqual(verbs);
  }
}

/** A process hears what comes after it began to listen. */
async function allListen(): Promise<boolean> {
  const { rows } = await database.pool.query(`select from subscription where starts_with(name, 'process/')`);
  return rows.length === walks.length;
}

/** What happens in a step, other than what the hub itself brings about: it answers its own commands. */
async function tell({ instance }: Walk, step: ScenarioStep | undefined): Promise<void> {
  const { event = '', subject = '', data = {} } = step ?? {};
  const [entity = '', verb] = event.split('.');
  if (verb !== 'changed' && verb !== 'recorded') return;
  const entry = {
    ...{
      id: `${instance}/${step!.line}`,
      type: event,
      entity,
      system: 'told',
      subject,
      partitionKey: subject,
    },
    time: new Date().toISOString(),
    data: JSON.stringify(data),
  };
  await transaction(database.pool, (connection) => append(connection, [entry]));
}

/** In the order of its history; a step may have led through several. */
async function statesOf({ instance }: Walk): Promise<unknown[]> {
  const { rows } = await database.pool.query<{ state: unknown }>(
    'select state from process_step where instance = $1 order by n',
    [instance],
  );
  return rows.map(({ state }) => state);
}

/** All states that the scenario expects up to this step, in that order. */
function wentThrough(states: readonly unknown[], { steps }: Scenario, upTo: number): boolean {
  const expected = steps.slice(0, upTo + 1).flatMap(({ expect: its }) => its?.state ?? []);
  const changes = (all: readonly unknown[]) => all.filter((state, i) => state !== all[i - 1]);
  return changes(expected).every((state, i) => changes(states)[i] === state);
}

/** By idempotency key, as a system that keeps them would have them. */
function effectsOn(keys: ReadonlySet<string>): unknown[] {
  const all = new Map(erp.received.map(({ id, body }) => [id, body]));
  return [...all.values()].filter(({ key }) => keys.has(key as string)).map(({ verb }) => verb);
}

async function readWalks(names: string[]): Promise<Walk[]> {
  const library = await readLibrary();
  return Promise.all(
    names.map(async (name) => {
      const file = new URL(`../../src/processes/library/${name}/chart.test.yaml`, import.meta.url);
      const [scenario] = readScenarios(name, await readFile(file, 'utf8')).scenarios;
      const chart = libraryChart(library.get(name)!, [])!;
      return { chart, scenario: scenario!, instance: `${name}~${scenario!.steps[0]!.subject}` };
    }),
  );
}

/** One system that takes every command of every process. */
function landscape(url: string): Promise<string> {
  const entities = new Set(walks.flatMap(({ chart }) => chart.commands.map(({ entity }) => entity)));
  for (const entity of ANSWERED) entities.delete(entity);
  const interfaces = [...entities].map(
    (entity) => `  ${entity}:
    target: ${entity}@1
    takes: commands
    write: { method: POST, path: /commands, localKey: id }
    map: commands.out.jsonata
`,
  );
  const uses = walks.map(({ chart: { code } }) => [
    `processes/${code}.yaml`,
    `process: ${code}\nuses: ${code}\n`,
  ]);
  return writeLandscape({
    'enterprise.yaml': `enterprise: promise
companies: { us01: { currency: USD } }
sites:
  detroit: { kind: plant, region: na, timezone: America/Detroit }
promising:
  sites: { detroit: {} }
`,
    'systems/erp.yaml': `system: eu-erp
kind: erp
site: detroit
connector: http
connection: { url: "${url}" }
interfaces:
${interfaces.join('')}`,
    'systems/commands.out.jsonata': '{ "verb": verb, "key": key }',
    ...Object.fromEntries(uses),
  });
}
