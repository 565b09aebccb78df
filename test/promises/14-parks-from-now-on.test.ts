import { mkdir, rename, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApplyAnswer } from '../../src/api/operations/landscape/contract.ts';
import { filesOf } from '../../src/cli/apply.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { stewarded } from './landscapes.ts';
import { post } from './senders.ts';

let database: TestDatabase;
let folder: string;
let hub: HubProcess;
const agent = new Agent({ keepAlive: true });

const CODES = 'codes/erp.unit.yaml';
const MAP = 'systems/units.in.jsonata';

beforeAll(async () => {
  database = await testDatabase();
  folder = await stewarded('http://127.0.0.1:9');
  const inbox = path.join(folder, 'inbox');
  await mkdir(inbox);
  await writeFile(
    path.join(folder, 'systems/mes.yaml'),
    `system: mes
kind: mes
site: detroit
connector: file
connection: { folder: "${inbox}" }
interfaces:
  items: { source: item@1, read: { pattern: "*.csv", settle: 0ms }, format: csv, map: units.in.jsonata }
`,
  );
  hub = await startHubProcess(folder, database.url);
  await writeFile(path.join(inbox, 'items.tmp'), 'no,name,unit\nM1,Washer,EA\nM2,Spring,EA\n');
  await rename(path.join(inbox, 'items.tmp'), path.join(inbox, 'items.csv'));
  for (let n = 1; n <= 3; n++) await tell({ no: `P${n}`, name: 'Bolt', unit: 'PCS' });
  await tell({ no: 'L1', name: 'Oil', unit: 'LTR' });
  await tell({ no: 'B1', name: 'Box', unit: 'BX' });
  await until(async () => (await counted('record')) === 6 && (await counted('parked')) === 1);
});
afterAll(async () => {
  agent.destroy();
  await hub?.stop();
  await database?.drop();
});

test('14. of a code that is taken from a list the plan says how many of the newest messages of the source it would park, and what goes on as before', async () => {
  const files = await filesOf(folder);
  const words = await planned({ ...files, [CODES]: files[CODES]!.replace(/ {2}PCS.*\n/, '') });
  expect(words['erp/items']).toEqual([
    'its code lists changed',
    "parks from now on: 3 of the newest 4 it took in (3 unit 'PCS' unknown)",
    'of the newest 1 that are parked 0 would be mapped',
  ]);
  expect(words['mes/items']![1]).toBe('parks from now on: nothing, of the newest 2 it took in');
});

test('14. of a code that is added it says what of the parked messages would be mapped', async () => {
  const files = await filesOf(folder);
  const words = await planned({ ...files, [CODES]: `${files[CODES]}  BX: XBX\n` });
  expect(words['erp/items']).toEqual([
    'its code lists changed',
    'parks from now on: nothing, of the newest 4 it took in',
    'of the newest 1 that are parked 1 would be mapped',
  ]);
});

test('14. of a mapping that breaks it says so for each source that has it, also where a line of its file alone says nothing', async () => {
  const files = await filesOf(folder);
  const broken = await planned({
    ...files,
    [MAP]: files[MAP]!.replace('"number": no', '"number": $number(no)'),
  });
  expect(broken['mes/items']![1]).toBe(
    'parks from now on: 2 of the newest 2 it took in (2 mapping-failed at number)',
  );
  expect(broken['erp/items']![1]).toBe(
    'parks from now on: 4 of the newest 4 it took in (4 mapping-failed at number)',
  );
});

test('14. of a quality rule that is made stricter it says what it would park', async () => {
  const files = await filesOf(folder);
  const rules = files['quality/rules.yaml']!.replace('> 2"', '> 3", severity: park');
  const words = await planned({ ...files, 'quality/rules.yaml': rules });
  expect(words['erp/items']![1]).toBe('parks from now on: 1 of the newest 4 it took in (1 rule PR-01)');
  expect(await counted('parked')).toBe(1);
});

async function planned(files: Record<string, string>): Promise<Record<string, string[]>> {
  const answer = (await hub.ask('POST', '/landscape', { files, dryRun: true })) as ApplyAnswer;
  expect(answer).toMatchObject({ outcome: 'would-apply' });
  return Object.fromEntries(answer.difference.interfaces.map((each) => [each.interface, each.words]));
}

function tell(body: object): Promise<unknown> {
  return until(() => post(agent, `${hub.url}/in/erp/items`, body));
}

async function counted(table: 'record' | 'parked'): Promise<number> {
  const { rows } = await database.pool.query(`select count(*)::int as count from ${table}`);
  return rows[0].count;
}
