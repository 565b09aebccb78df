import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { writeLandscape } from '../process.ts';
import { violations, withoutBrowser } from './browser.ts';
import { type OpenConsole, openConsole } from './openConsole.ts';

const LANDSCAPE = `enterprise: Northfield
sites:
  detroit: { kind: plant, region: na, timezone: America/Detroit }
`;

const PAGES: [address: string, says: string][] = [
  ['/', 'No system is on the line yet'],
  ['/systems', 'No system is on the line yet'],
  ['/systems?text=plc', 'Nothing is called plc'],
  ['/sites/detroit', 'No system stands at Detroit yet'],
  ['/operations', 'No order is open'],
  ['/operations/stock', 'No stock is known'],
  ['/exceptions', 'Nothing waits for a decision'],
  ['/processes', 'The landscape declares no process'],
  ['/master-data', 'Nothing waits for a steward'],
  ['/master-data/codes', 'No system has words of its own'],
  ['/master-data/completeness', 'Nothing is known yet'],
  ['/records', 'Which record?'],
  ['/connectivity', 'No rule governs anything yet'],
];

let database: TestDatabase;
let scene: OpenConsole;

beforeAll(async () => {
  if (withoutBrowser) return;
  database = await testDatabase();
  scene = await openConsole(await writeLandscape({ 'enterprise.yaml': LANDSCAPE }), database.url);
});
afterAll(async () => {
  await scene?.close();
  await database?.drop();
});

test.skipIf(withoutBrowser)('a hub without a system says on every page what is to come there', async () => {
  const { page, go } = scene;
  const bad: string[] = [];
  for (const [address, says] of PAGES) {
    await go(address);
    await page.getByRole('main').getByRole('heading', { name: says }).waitFor();
    bad.push(...(await violations(page)).map((each) => `${address} ${each}`));
  }
  expect(bad).toEqual([]);
  expect(scene.complaints).toEqual([]);
});
