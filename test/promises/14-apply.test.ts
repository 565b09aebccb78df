import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApplyAnswer, LandscapeAnswer } from '../../src/api/operations/landscape/contract.ts';
import { hashOf, type LandscapeFiles } from '../../src/applied/files.ts';
import { openPool, type Pool } from '../../src/database/pool.ts';
import { type PrivatePostgres, privatePostgres } from '../privatePostgres.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { pushToHttp } from './landscapes.ts';
import { createSender } from './senders.ts';

const SENDERS = 3;
const EACH = 600;
const NAMES = [
  'enterprise.yaml',
  'systems/mes.yaml',
  'systems/planning.yaml',
  'systems/stops.in.jsonata',
  'systems/stops.out.jsonata',
];

let postgres: PrivatePostgres;
let pool: Pool;
let target: TestTarget;
let folder: string;
let hubs: HubProcess[];
beforeEach(async () => {
  postgres = await privatePostgres();
  pool = openPool(postgres.url, 2);
  target = await startTarget();
  folder = await pushToHttp(target.url);
  hubs = [await startHubProcess(folder, postgres.url)];
});
afterEach(async () => {
  for (const hub of hubs ?? []) await hub.kill();
  await pool?.end();
  await target?.stop();
  await postgres?.stop();
});

test('14. over an apply, a takeover and an undo, in two hubs and under traffic, nothing is lost, doubled or reordered', async () => {
  hubs.push(await startHubProcess(folder, postgres.url));
  const doors = hubs.map(({ url }) => `${url}/in/mes/stops`);
  const sending = Array.from({ length: SENDERS }, (_, n) => createSender(doors, `s${n}`, EACH).run());
  const before = await filesIn(folder);
  await moreArrive(40);

  const [first] = hubs as [HubProcess];
  const applied = await apply(first, marked(before));
  expect(applied).toMatchObject({ outcome: 'applied', changedOver: true, step: 2 });
  expect(applied.difference.interfaces).toEqual([
    { interface: 'planning/again', change: 'added', words: [expect.stringContaining('from the beginning')] },
    { interface: 'planning/stops', change: 'changed', words: ['its mapping changed'] },
  ]);
  await marks('applied');

  // The other hub changed over too, and so does one that starts with the folder of before.
  await first.kill();
  await marks('applied');
  await first.start();
  const undone = await first.ask('POST', '/landscape/undo', { reason: 'too soon' });
  expect(undone).toMatchObject({ outcome: 'applied', changedOver: true, step: 3, hash: hashOf(before) });
  await marks(undefined);
  await Promise.all(sending);
  await until(async () => effects('planning/stops').length === SENDERS * EACH);

  const { rows } = await pool.query<{ id: string; machine: string }>(
    'select id, partition_key as machine from ledger order by position',
  );
  const sent = Array.from({ length: SENDERS }, (_, s) =>
    Array.from({ length: EACH }, (_, n) => `mes~s${s}-${n}`),
  ).flat();
  expect(rows.map(({ id }) => id).toSorted()).toEqual(sent.toSorted());
  for (const machine of new Set(rows.map((row) => row.machine))) {
    const of = (list: { id: string; machine: string }[]) =>
      list.filter((each) => each.machine === machine).map(({ id }) => id);
    expect(of(effects('planning/stops'))).toEqual(of(rows));
  }
  const { rows: audit } = await pool.query('select actor, action from audit order by id');
  expect(audit).toEqual([
    { actor: 'admin', action: 'landscape.apply' },
    { actor: 'admin', action: 'landscape.undo' },
  ]);
});

test('14. what did not change goes on untouched: its door stays open and its lease is not taken anew', async () => {
  const [hub] = hubs as [HubProcess];
  const started = async () =>
    (
      await pool.query(
        'select name, holder from source union all select name, holder from subscription order by 1',
      )
    ).rows;
  await until(async () => (await started()).every(({ holder }) => holder !== null));
  const open = () => fetch(`${hub.url}/in/mes/stops`, { method: 'POST', body: '{}' });
  expect((await open()).status).toBe(401);
  const answers: number[] = [];
  let over = false;
  const asking = (async () => {
    while (!over) answers.push((await open()).status);
  })();
  await apply(hub, marked(await filesIn(folder)));
  over = true;
  await asking;
  expect(new Set(answers)).toEqual(new Set([401]));
});

test('14. a landscape that check refuses is refused with its problems, and changes nothing', async () => {
  const [hub] = hubs as [HubProcess];
  const files = await filesIn(folder);
  const broken = {
    ...files,
    'systems/mes.yaml': files['systems/mes.yaml']!.replace('site: detroit', 'site: detriot'),
  };
  expect(await apply(hub, broken)).toMatchObject({
    outcome: 'refused',
    problems: [{ file: 'systems/mes.yaml', line: 4, advice: expect.stringContaining('detroit') }],
  });
  expect((await landscape(hub)).steps).toHaveLength(1);
  const dry = (await hub.ask('POST', '/landscape', { files: marked(files), dryRun: true })) as ApplyAnswer;
  expect([dry.outcome, (await landscape(hub)).steps.length]).toEqual(['would-apply', 1]);
});

test('14. a folder that is older than what was applied stays out of force at a restart; an edited one is applied by it', async () => {
  const [hub] = hubs as [HubProcess];
  await apply(hub, marked(await filesIn(folder)));
  await hub.stop();
  await hub.start();
  expect((await landscape(hub)).running.step).toBe(2);
  await hub.stop();
  await writeFile(path.join(folder, 'systems/stops.out.jsonata'), '{ "id": key, "mark": "edited" }\n');
  await hub.start();
  const { running, steps } = await landscape(hub);
  expect([running.step, steps[0]!.how, steps[0]!.by]).toEqual([3, 'start', 'start']);
});

async function filesIn(of: string): Promise<LandscapeFiles> {
  const texts = await Promise.all(NAMES.map((name) => readFile(path.join(of, name), 'utf8')));
  return Object.fromEntries(NAMES.map((name, i) => [name, texts[i]!]));
}

/** What is told to planning carries a mark, and a second interface tells it all again. */
function marked(files: LandscapeFiles): LandscapeFiles {
  const out = files['systems/stops.out.jsonata']!;
  return {
    ...files,
    'systems/stops.out.jsonata': out.replace('{', '{ "mark": "applied",'),
    'systems/planning.yaml': `${files['systems/planning.yaml']!}  again:
    target: maintenanceEvent@1
    write: { method: POST, path: /again }
    format: json
    map: again.out.jsonata
`,
    'systems/again.out.jsonata': out,
  };
}

async function apply(hub: HubProcess, files: LandscapeFiles): Promise<ApplyAnswer> {
  return (await hub.ask('POST', '/landscape', { files })) as ApplyAnswer;
}

async function landscape(hub: HubProcess): Promise<LandscapeAnswer> {
  return (await hub.ask('GET', '/landscape')) as LandscapeAnswer;
}

/** From now on, and for a while, what planning is told by its first interface carries this mark. */
async function marks(mark: string | undefined): Promise<void> {
  const told = () => bodies('planning/stops');
  const before = told().length;
  await until(async () => told().length > before && told().at(-1)?.['mark'] === mark);
  await moreArrive(40);
  expect(told().at(-1)?.['mark']).toBe(mark);
}

async function moreArrive(count: number): Promise<void> {
  const before = target.received.length;
  await until(async () => target.received.length > before + count);
}

/** By the interface that sent it: the idempotency key begins with it. */
function bodies(by: string): Record<string, string>[] {
  const sent = target.received.filter(({ id }) => id.startsWith(`${by}:`));
  return sent.map(({ body }) => body as Record<string, string>);
}

/** What the target did: the first of each idempotency key. */
function effects(by: string): { id: string; machine: string }[] {
  const first = new Map<string, { id: string; machine: string }>();
  for (const { id, body } of target.received)
    if (id.startsWith(`${by}:`) && !first.has(id)) first.set(id, body as { id: string; machine: string });
  return [...first.values()];
}
