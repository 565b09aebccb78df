import { afterEach, expect, test } from 'vitest';
import type { ExplainAnswer } from '../../src/api/operations/explain/contract.ts';
import type { WorkPage } from '../../src/api/operations/work/contract.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until, writeLandscape } from '../process.ts';
import { type ErpDatabase, erpDatabase, readItems, writeItem } from './erpDatabase.ts';

const GTIN = '4006381333931';

let database: TestDatabase;
let hub: HubProcess;
let na: ErpDatabase;
let eu: ErpDatabase;
afterEach(async () => {
  await hub?.kill();
  await na?.drop();
  await eu?.drop();
  await database?.drop();
});

test('15. an item born in one ERP reaches the other once the site there has answered what the other ERP requires of it', async () => {
  database = await testDatabase();
  na = await erpDatabase('N', 'new.name');
  eu = await erpDatabase('E', 'new.name');
  hub = await startHubProcess(await landscape(), database.url);
  await na.make(GTIN, 'Bolt');

  let [asked] = await work();
  await until(async () => {
    [asked] = await work();
    return asked !== undefined;
  });
  expect(asked).toMatchObject({ entity: 'item', site: 'ulm', owner: 'bernd', overdue: false });
  expect(Date.parse(asked!.dueAt) - Date.parse(asked!.openedAt)).toBe(3 * 3_600_000);
  expect(asked!.title).toMatch(/^eu\/items-out cannot get item itm_\w+ without sites\.ulm\.planner$/);
  expect(await explain()).toMatchObject({
    lacks: [{ site: 'ulm', owner: 'bernd', attributes: ['sites.ulm.planner'], waiting: ['eu/items-out'] }],
  });
  expect(await hub.ask('GET', '/sites')).toMatchObject({
    sites: [{ code: 'detroit' }, { code: 'ulm', systems: [{ interfaces: [{ incomplete: 1 }] }] }],
  });
  expect(await eu.items()).toEqual(new Map());

  await na.change(GTIN, { name: 'Bolt M8' });
  await until(async () => (await explain()).version === 2);
  const decide = (values: object) =>
    hub.ask('POST', `/work/completion/${asked!.id}/decide`, { decision: 'answer', values });
  await expect(decide({ 'sites.detroit.planner': 'P1' })).rejects.toThrow('is not asked here');
  await expect(decide({ 'sites.ulm.planner': { no: 1 } })).rejects.toThrow('422');
  await decide({ 'sites.ulm.planner': 'P17' });
  await until(async () => (await eu.items()).get(GTIN)?.name === 'Bolt M8');
  expect((await eu.items()).get(GTIN)).toEqual({ name: 'Bolt M8', revision: 'P17' });
  await until(async () => (await work()).length === 0);

  const { rows } = await database.pool.query(
    `select system, data -> 'decided' as decided, data -> 'changed' as changed from ledger order by position desc limit 1`,
  );
  expect(rows).toEqual([
    {
      system: 'steward',
      decided: { work: `completion/${asked!.id}`, by: 'admin' },
      changed: ['/sites'],
    },
  ]);
});

async function work(): Promise<WorkPage['items']> {
  return ((await hub.ask('GET', '/work?kind=completion')) as WorkPage).items;
}

async function explain(): Promise<ExplainAnswer> {
  return (await hub.ask('GET', '/explain/item/na:N1')) as ExplainAnswer;
}

function landscape(): Promise<string> {
  return writeLandscape({
    'enterprise.yaml': `enterprise: Northfield
language: en
sites:
  detroit: { kind: plant, region: na, timezone: America/Detroit }
  ulm: { kind: plant, region: na, timezone: Europe/Berlin }
stewardship:
  stewards: [{ owner: anna, domain: master }, { owner: bernd, sites: [ulm], domain: master }]
  due: { completion: 3h }
`,
    'systems/na.yaml': `
system: na
kind: erp
site: detroit
connector: sql
connection: { url: "${na.url}" }
interfaces:
  items:
    source: item@1
    read: { query: items.sql, cursor: [change], key: [no], every: 200ms, overlap: 2s }
    map: items.in.jsonata
`,
    'systems/eu.yaml': `
system: eu
kind: erp
site: ulm
connector: sql
connection: { url: "${eu.url}" }
interfaces:
  items-out:
    target: item@1
    write: { statement: item.sql, localKey: no, ledger: lineshaft_delivery }
    map: items.out.jsonata
    requires: [names.en, sites.ulm.planner]
    send: latest
`,
    'systems/items.sql': readItems,
    'systems/item.sql': writeItem,
    'systems/items.in.jsonata': `{
  "localKey": no, "status": "active", "names": { "en": name }, "baseUnit": "EA",
  "identifiers": [{ "scheme": "gtin", "value": gtin }]
}
`,
    'systems/items.out.jsonata': `{
  "gtin": record.identifiers[scheme = "gtin"].value, "name": record.names.en, "revision": record.sites.ulm.planner
}
`,
  });
}
