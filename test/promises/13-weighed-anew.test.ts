import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { transaction } from '../../src/database/transaction.ts';
import type { Speaker } from '../../src/identity/arrival.ts';
import { decided, keepDecided } from '../../src/identity/decision.ts';
import { linkLocalKeys } from '../../src/identity/observations.ts';
import { type CurrentRecord, lockRecords } from '../../src/identity/records.ts';
import {
  foreseeWeighing,
  keepWeighed,
  type WeighedPage,
  weighAnew,
} from '../../src/identity/weighingAnew/weighPage.ts';
import type { InboundLine, Inlet } from '../../src/inbound.ts';
import type { ConnectivityRule, SurvivorshipRule } from '../../src/landscape/landscape.ts';
import { readAll } from '../../src/ledger/read.ts';
import { loadModel } from '../../src/quality/loadModel.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { offer, openInlet, type Spoken, speakerOf, testLine } from '../line.ts';

const item = (await loadModel()).entities.get('item')!;

let database: TestDatabase;
let line: InboundLine;
let na: Inlet;
let eu: Inlet;
let messages = 0;
beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
});
afterEach(() => database.drop());

const federated = (...survivorship: SurvivorshipRule[]): ConnectivityRule => ({
  ...{ file: 'enterprise.yaml', line: 13, entities: ['item'], model: 'federated' },
  ...(survivorship.length > 0 && { survivorship }),
});
const by = (groups: string[], rest: Omit<SurvivorshipRule, 'groups' | 'attributes' | 'line'>) =>
  federated({ groups, attributes: [], line: 15, ...rest });
const first = (...order: string[]) => by(['ID', 'CO'], { strategy: 'authority', order });

const items = (system: string, rule: ConnectivityRule): Spoken => ({
  ...{ system, name: 'items', entity: 'item', rules: [rule] },
  map: `$merge([{ "localKey": "1", "identifiers": [{ "scheme": "gtin", "value": "4006381333931" }] }, $.it])`,
  settings: { identify: ['gtin'] },
  of: { author: 'HUB' },
});

async function under(rule: ConnectivityRule): Promise<void> {
  na = await openInlet(line, items('na', rule));
  eu = await openInlet(line, items('eu', rule));
}

describe('13. golden records weighed anew', () => {
  test('a rule that was changed holds for what was said before, once the records are weighed by it; taken back, all is as it was', async () => {
    await under(first('na', 'eu'));
    await says(na, { names: { en: 'Bolt' }, revision: 'A' });
    await says(eu, { names: { en: 'Schraube' }, revision: 'A' });
    expect(await golden()).toMatchObject({ names: { en: 'Bolt' } });
    const turned = await weighed(first('eu', 'na'));
    expect(turned.turns).toMatchObject([
      { changes: [{ attribute: '/names/en', held: 'Bolt', becomes: 'Schraube', system: 'eu' }] },
    ]);
    expect(await golden()).toMatchObject({ names: { en: 'Schraube' } });
    const last = (await readAll(line.pool, 0, 100)).at(-1)!;
    expect(last).toMatchObject({ system: 'steward', type: 'item.changed' });
    expect(last.data).toMatchObject({
      version: 2,
      changed: ['/names/en'],
      weighed: { by: 'ann', reason: 'eu names things now' },
    });
    expect((await weighed(first('eu', 'na'))).turns).toEqual([]);
    expect((await weighed(first('na', 'eu'))).turns).toHaveLength(1);
    expect(await golden()).toMatchObject({ names: { en: 'Bolt' } });
  });

  test('to look ahead changes nothing', async () => {
    await under(first('na', 'eu'));
    await says(na, { names: { en: 'Bolt' } });
    await says(eu, { names: { en: 'Schraube' } });
    const speakers = ['na', 'eu'].map((system) => speakerOf(items(system, first('eu'))));
    expect((await foreseeWeighing(line.pool, item, speakers, '')).turns).toHaveLength(1);
    expect(await golden()).toMatchObject({ names: { en: 'Bolt' } });
  });

  test('what a system only shows because it was delivered there is no word of its own', async () => {
    await under(first('na', 'eu'));
    await says(na, { names: { en: 'Bolt' } });
    await says(eu, { names: { en: 'Bolt' } });
    await says(na, { names: { en: 'Hex bolt' } });
    expect((await weighed(first('eu', 'na'))).turns).toEqual([]);
    expect(await golden()).toMatchObject({ names: { en: 'Hex bolt' } });
  });

  test('what was delivered to a system is no word of it, also where it shows it under another attribute', async () => {
    await under(first('na', 'eu'));
    await says(na, { names: { en: 'Bolt', de: 'Bolzen' } });
    await says(eu, { names: { de: 'Bolt' } });
    expect((await weighed(first('eu', 'na'))).turns).toEqual([]);
  });

  test.each([
    ['comes by who says it', 'own', [{ changes: [{ attribute: '/number', becomes: 'E1' }] }]],
    ['does not come by a system in which the hub made the thing, as a receipt told', 'receipt', []],
    ['does not come by a system in which the hub made the thing, as its author shows', 'author', []],
  ])('what nobody was heard of %s', async (_, made, turns) => {
    await under(by(['ID'], { strategy: 'fixed', system: 'na' }));
    await says(na, { names: { en: 'Bolt' } });
    const links = (await keys()).map((key) => ({ localKey: '1', key }));
    if (made === 'receipt')
      await transaction(line.pool, (connection) => linkLocalKeys(connection, 'eu', 'item', links));
    await says(eu, { number: 'E1', ...(made === 'author' && { changedBy: 'HUB' }) });
    expect((await weighed(first('eu'))).turns).toMatchObject(turns);
  });

  test('what a member took away stays away, where no rank says otherwise', async () => {
    const latest = by(['ID'], { strategy: 'mostRecent' });
    await under(latest);
    await says(eu, { longText: { en: 'galvanised' } });
    await says(na, { longText: { en: 'galvanised' } });
    await says(na, { longText: null });
    const stands = await golden();
    expect(stands).not.toHaveProperty('longText');
    expect((await weighed(latest)).turns).toEqual([]);
    expect(await golden()).toEqual(stands);
  });

  test('a conflict that a rule settles now is open no more; one that no rule settles stays', async () => {
    await under(federated());
    await says(na, { names: { en: 'Bolt', de: 'Bolzen' } });
    await says(eu, { names: { en: 'Screw', de: 'Schraube' } });
    expect(await open()).toEqual(['/names/de', '/names/en']);
    const ofEnglish = { groups: [], attributes: ['/names/en'], line: 15 };
    const settled = await weighed(federated({ ...ofEnglish, strategy: 'fixed', system: 'na' }));
    expect(settled).toMatchObject({ turns: [], settled: 1 });
    expect(await open()).toEqual(['/names/de']);
  });

  test('what a steward decided stays', async () => {
    await under(federated());
    await says(na, { names: { en: 'Bolt' } });
    await says(eu, { names: { en: 'Screw' } });
    await transaction(line.pool, async (connection) => {
      const current = (await lockRecords(connection, 'item', await keys())).values().next().value!;
      const decision = { conflict: 1, pointer: '/names/en', value: 'Bolt M8', at: new Date().toISOString() };
      const record = decided(item, current, decision) as CurrentRecord;
      await keepDecided(connection, item, current.data, record, { changed: [decision.pointer] });
    });
    expect((await weighed(first('eu', 'na'))).turns).toEqual([]);
    expect(await golden()).toMatchObject({ names: { en: 'Bolt M8' } });
  });

  test('what takes a second person stays', async () => {
    await under(first('na', 'eu'));
    await says(na, { names: { en: 'Bolt' }, number: 'N1' });
    await says(eu, { names: { en: 'Schraube' }, number: 'E1' });
    const turned = await weighed(first('eu', 'na'), { governed: ['names'] });
    expect(turned.turns.flatMap(({ changes }) => changes.map(({ attribute }) => attribute))).toEqual([
      '/number',
    ]);
  });

  test('an element that its member took out of a list does not come back by another that had it too', async () => {
    await under(by(['ID'], { strategy: 'authority', order: ['na', 'eu'] }));
    na = { ...na, interface: { ...na.interface, lists: 'complete' } };
    const gtin = { scheme: 'gtin', value: '4006381333931' };
    const mpn = { scheme: 'mpn', value: 'B-8', issuer: 'ACME' };
    await says(eu, { identifiers: [gtin, mpn] });
    await says(na, { identifiers: [gtin, mpn] });
    await says(na, { identifiers: [gtin] });
    expect(await golden()).toMatchObject({ identifiers: [gtin] });
    expect((await weighed(by(['ID'], { strategy: 'authority', order: ['eu', 'na'] }))).turns).toEqual([]);
  });
});

/** All by a rule, as a steward brings it in. */
function weighed(rule: ConnectivityRule, more: Partial<Speaker> = {}): Promise<WeighedPage> {
  const speakers = ['na', 'eu'].map((system) => ({ ...speakerOf(items(system, rule)), ...more }));
  return transaction(line.pool, async (connection, later) => {
    const found = await weighAnew(connection, item, speakers, '');
    keepWeighed(connection, later, item, found, { by: 'ann', reason: 'eu names things now' });
    return found.page;
  });
}

async function says(inlet: Inlet, it: JsonObject): Promise<void> {
  const [said] = await offer(line, inlet, { it, message: messages++ });
  expect(said).not.toHaveProperty('problem');
}

async function golden(): Promise<JsonObject> {
  const { rows } = await line.pool.query<{ data: JsonObject }>('select data from record');
  return rows[0]!.data;
}

async function keys(): Promise<string[]> {
  const { rows } = await line.pool.query<{ key: string }>('select key from record');
  return rows.map(({ key }) => key);
}

async function open(): Promise<string[]> {
  const { rows } = await line.pool.query<{ pointer: string }>(
    `select pointer from conflict where state = 'open' order by pointer`,
  );
  return rows.map(({ pointer }) => pointer);
}
