import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until, writeLandscape } from '../process.ts';
import { type ErpDatabase, erpDatabase, erpFiles, erpItems, erpItemsOut, holdItems } from './erpDatabase.ts';

const GTIN = '4006381333931';

let database: TestDatabase;
let hub: HubProcess;
let na: ErpDatabase;
let eu: ErpDatabase;
let release: (() => Promise<void>) | undefined;
afterEach(async () => {
  await release?.();
  await hub?.kill();
  await na?.drop();
  await eu?.drop();
  await database?.drop();
});

test('13. two ERPs change a name at once: a steward hears both, decides, and both ERPs have it until one says something new', async () => {
  database = await testDatabase();
  na = await erpDatabase('N', 'new.name');
  eu = await erpDatabase('E', 'new.name');
  hub = await startHubProcess(await twoErps(), database.url);
  await eu.make(GTIN, 'Schraube');
  await until(async () => (await names()).na === 'Schraube' && (await hubHasSeenWhatItWrote()));
  const born = new Date().toISOString();

  hub.pause();
  await na.change(GTIN, { name: 'Bolt' });
  await eu.change(GTIN, { name: 'Bolzen' });
  release = await holdItems([na.url, eu.url]);
  hub.resume();
  const [conflict] = (await untilConflicts(1)).conflicts;
  expect(conflict).toMatchObject({
    entity: 'item',
    attribute: '/names/en',
    state: 'open',
    rule: 'enterprise.yaml:6',
  });
  expect(conflict.values.map(({ value }: { value: string }) => value).sort()).toEqual(['Bolt', 'Bolzen']);
  await release();
  await until(async () => (await names()).na === (await names()).eu);

  const loser = conflict.values.find(({ stands }: { stands?: true }) => !stands);
  await hub.ask('POST', `/conflicts/${conflict.id}/decide`, {
    system: loser.system,
    reason: 'as on the drawing',
  });
  await until(async () => (await names()).na === loser.value && (await names()).eu === loser.value);
  expect(await hub.ask('GET', `/conflicts/${conflict.id}`)).toMatchObject({
    state: 'decided',
    decision: { value: loser.value, system: loser.system },
    reason: 'as on the drawing',
  });
  const { rows: audited } = await database.pool.query(
    `select subject from audit where action = 'conflict.decide'`,
  );
  expect(audited).toEqual([{ subject: String(conflict.id) }]);

  const path = `/records/item/${conflict.key}`;
  const now = (await hub.ask('GET', path)) as { provenance: { attribute: string }[] };
  const said = Object.fromEntries(now.provenance.map((each) => [each.attribute, each]));
  expect(said['/names/en']).toMatchObject({ system: 'steward', conflict: conflict.id });
  expect(said['/revision']).toMatchObject({
    interface: 'eu/items',
    message: { batch: expect.any(Number), ordinal: 0, id: expect.any(String) },
    rule: 'enterprise.yaml:6',
    from: ['revision'],
  });
  const { versions } = (await hub.ask('GET', `${path}/history`)) as { versions: { system: string }[] };
  expect(versions.map(({ system }) => system)).toEqual(['steward', versions[1]!.system, 'eu']);
  expect(await hub.ask('GET', `${path}?asOf=${born}`)).toMatchObject({
    version: 1,
    record: { names: { en: 'Schraube' } },
  });

  await na.change(GTIN, { name: 'Bolt M8' });
  await until(async () => (await names()).eu === 'Bolt M8');
  expect(await untilConflicts(0)).toMatchObject({ total: 0 });
});

async function names(): Promise<{ na?: string; eu?: string }> {
  const [inNa, inEu] = [await na.items(), await eu.items()];
  return { na: inNa.get(GTIN)?.name ?? '', eu: inEu.get(GTIN)?.name ?? '' };
}

async function hubHasSeenWhatItWrote(): Promise<boolean> {
  const { rows } = await database.pool.query(
    `select from receipt join subscription s on s.id = subscription
     where s.name = 'na/items-out' and exists (select from observation where system = 'na' and view is not null)`,
  );
  return rows.length > 0;
}

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked at by matchers
async function untilConflicts(count: number): Promise<any> {
  const ask = () => hub.ask('GET', '/conflicts') as Promise<{ total: number }>;
  await until(async () => (await ask()).total === count);
  return ask();
}

function twoErps(): Promise<string> {
  return writeLandscape({
    'enterprise.yaml': `enterprise: Northfield
language: en
sites:
  detroit: { kind: plant, region: na, timezone: America/Detroit }
connectivity:
  - { entities: [item], model: federated, members: [na, eu] }
`,
    'systems/na.yaml': erpItems('na', na.url) + erpItemsOut,
    'systems/eu.yaml': erpItems('eu', eu.url) + erpItemsOut,
    ...erpFiles,
  });
}
