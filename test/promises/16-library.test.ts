import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { transaction } from '../../src/database/transaction.ts';
import type { Chart } from '../../src/landscape/processes/chart.ts';
import { libraryChart } from '../../src/landscape/processes/useProcess.ts';
import { append } from '../../src/ledger/append.ts';
import { readLibrary } from '../../src/processes/library/readLibrary.ts';
import type { Scenario, ScenarioStep } from '../../src/processes/scenario.ts';
import { readScenarios } from '../../src/processes/scenarioFile.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { killBeforeReceipts } from '../killBeforeReceipts.ts';
import { type HubProcess, startHubProcess, until, writeLandscape } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';

/** A process of the library on the way that a scenario tells. */
interface Walk {
  chart: Chart;
  scenario: Scenario;
  instance: string;
}

/** The name of a scenario, else the first; cancelled by a person where that comes to a state. */
interface Chosen {
  scenario?: string;
  cancelledAt?: string;
}

const WAYS: [string, Record<string, Chosen>][] = [
  [
    'goes its way',
    {
      'intercompany-transfer': {},
      'make-to-stock': {},
      'period-close': {},
      'procure-to-pay': {},
      'quality-hold': {},
    },
  ],
  [
    'is taken back, or goes to a person',
    {
      'intercompany-transfer': {
        scenario: 'an order cancelled before anything was issued is withdrawn at both sites',
      },
      'make-to-stock': { scenario: 'too much scrap goes to a person, who stops it' },
      'period-close': {
        scenario: 'a period of which the ERP would not be told is ready when that is replayed',
      },
      'procure-to-pay': {
        scenario: 'more invoiced than received waits, and settled short it goes to a person, who blocks it',
      },
      'quality-hold': { cancelledAt: 'held' },
    },
  ],
  [
    'in which two companies clear what one of them disputes',
    {
      'intercompany-transfer': {
        scenario:
          'invoices that differ go to a person with both amounts, who asks the sender, and what it corrects is cleared',
      },
    },
  ],
];

/** What the hub answers itself. */
const ANSWERED = ['closing', 'promising'];

let database: TestDatabase;
let erp: TestTarget;
let hub: HubProcess;
let walks: Walk[];
/** Commands that the ERP refuses, by instance, until its scenario says that they are delivered. */
let refused: Set<string>;

beforeEach(async () => {
  database = await testDatabase();
  erp = await startTarget();
  erp.answer = ({ body }) => answerTo(body);
});
afterEach(async () => {
  await hub.stop();
  await erp.stop();
  await database.drop();
});

test.each(WAYS)(
  '16. every process of the library %s over a kill between any two steps, and each command has one effect',
  async (_way, chosen) => {
    await begin(chosen);
    const steps = Math.max(...walks.map(({ scenario }) => scenario.steps.length));
    for (let i = 0; i < steps; i++) {
      for (const walk of walks) await tell(walk, walk.scenario.steps[i]);
      for (const walk of walks) await until(async () => wentThrough(await statesOf(walk), walk.scenario, i));
      await hub.kill();
      await hub.start();
    }
    await allAsTold();
  },
);

test.each(WAYS)(
  '16. every process of the library %s over a kill between each command and its receipt, and each command has one effect',
  async (_way, chosen) => {
    await begin(chosen);
    const { lost, over } = killBeforeReceipts(hub, erp);
    for (const walk of walks)
      for (const [i, step] of walk.scenario.steps.entries()) {
        await tell(walk, step);
        await until(async () => wentThrough(await statesOf(walk), walk.scenario, i));
      }
    await over();
    await allAsTold();
    const times = Map.groupBy(erp.received, ({ id }) => id);
    expect(times.size).toBe([...lost].filter((said) => said.endsWith(' 200')).length);
    expect([...times.values()].filter(({ length }) => length < 2)).toEqual([]);
  },
);

async function begin(chosen: Record<string, Chosen>): Promise<void> {
  walks = await Promise.all(Object.entries(chosen).map(([name, its]) => readWalk(name, its)));
  refused = new Set(
    walks.flatMap(({ instance, scenario }) =>
      scenario.steps.flatMap(({ event = '' }) =>
        event.endsWith('.refused') ? [`${instance} ${commandOf(event)}`] : [],
      ),
    ),
  );
  hub = await startHubProcess(await landscape(erp.url), database.url);
  await until(allListen);
}

/** What the ERP says of a command. */
function answerTo({ verb, instance, command }: JsonObject): Awaited<ReturnType<TestTarget['answer']>> {
  if (refused.has(`${instance} ${command}`)) return { status: 422, body: { message: 'not now' } };
  return { status: 200, ...(verb === 'create' && { body: { id: '88' } }) };
}

function commandOf(event: string): string {
  return event.slice(0, event.indexOf('.'));
}

/** Each instance stands where its scenario ends, gave the commands that this tells, and each had one effect. */
async function allAsTold(): Promise<void> {
  for (const { chart, scenario, instance } of walks) {
    const { status = 'running' } = scenario.steps.at(-1)!.expect!;
    await until(async () => (await standing(instance)).status === status);
    const { given } = await standing(instance);
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

async function standing(
  instance: string,
): Promise<{ status: string; given: { name: string; key: string }[] }> {
  const { rows } = await database.pool.query('select status, given from process_instance where id = $1', [
    instance,
  ]);
  return rows[0];
}

/** What happens in a step, other than what the hub itself brings about: it answers its own commands. */
async function tell({ chart: { code }, instance }: Walk, step: ScenarioStep | undefined): Promise<void> {
  const { event = '', subject = '', data = {}, ask } = step ?? {};
  const [entity = '', verb] = event.split('.');
  if (ask !== undefined) await request(code, instance, ask);
  if (event !== '' && verb === undefined) await request(code, instance, 'signal', event);
  if (verb === 'delivered' && refused.delete(`${instance} ${entity}`)) await replay();
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

async function request(process: string, instance: string, kind: string, signal?: string): Promise<void> {
  await database.pool.query(
    `insert into process_request (process, instance, kind, signal, by_whom) values ($1, $2, $3, $4, 'test')`,
    [process, instance, kind, signal],
  );
  await database.pool.query(`select pg_notify('lineshaft_process', $1)`, [process]);
}

/** What is parked is tried again. */
async function replay(): Promise<void> {
  const { rows } = await database.pool.query<{ interface: string }>(
    `update parked set state = 'waiting' where state = 'parked' returning interface`,
  );
  for (const row of rows)
    await database.pool.query(`select pg_notify('lineshaft_parked', $1)`, [row.interface]);
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

async function readWalk(name: string, { scenario: named, cancelledAt }: Chosen): Promise<Walk> {
  const file = new URL(`../../src/processes/library/${name}/chart.test.yaml`, import.meta.url);
  const { scenarios } = readScenarios(name, await readFile(file, 'utf8'));
  const chart = libraryChart((await readLibrary()).get(name)!, [])!;
  const told = named === undefined ? scenarios[0]! : scenarios.find((each) => each.name === named)!;
  const scenario = cancelledAt === undefined ? told : cancelled(chart, told, cancelledAt);
  return { chart, scenario, instance: `${name}~${scenario.steps[0]!.subject}` };
}

/** A person cancels it where it comes to a state: everything given so far that has a way back goes it, the last first. */
function cancelled(chart: Chart, scenario: Scenario, state: string): Scenario {
  const at = scenario.steps.findIndex(({ expect: its }) => its?.state === state);
  const steps = scenario.steps.slice(0, at + 1);
  const given = steps.flatMap(({ expect: its }) => its?.commands ?? []).reverse();
  const undos = given.flatMap((name) => chart.commands.find((command) => command.name === name)!.undo ?? []);
  return {
    ...scenario,
    steps: [...steps, { line: 0, ask: 'cancel', expect: { status: 'cancelled', commands: undos } }],
  };
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
  const uses = walks.map(({ chart: { code }, scenario }) => [
    `processes/${code}.yaml`,
    `process: ${code}\nuses: ${code}\nwith: ${JSON.stringify(scenario.with ?? {})}\n`,
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
    'systems/commands.out.jsonata': '{ "verb": verb, "key": key, "instance": instance, "command": command }',
    ...Object.fromEntries(uses),
  });
}
