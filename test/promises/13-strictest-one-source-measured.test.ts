import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Owners } from '../../src/identity/owners.ts';
import type { InboundLine, Inlet } from '../../src/inbound.ts';
import type { ConnectivityRule } from '../../src/landscape/landscape.ts';
import type { Outlet } from '../../src/outbound/outlet.ts';
import { deliverNext } from '../../src/outbound.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { offer, openInlet, openOutlet, testLine } from '../line.ts';
import { openSink, startTarget } from '../target.ts';

let database: TestDatabase;
let line: InboundLine;
let messages = 0;
beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
});
afterEach(() => database.drop());

const federated = (more: Partial<ConnectivityRule> = {}): ConnectivityRule => ({
  file: 'enterprise.yaml',
  line: 13,
  entities: ['item', 'customer', 'bom'],
  model: 'federated',
  ...more,
});

/** na owns what is at detroit, eu what is at ulm. */
const owners: Owners = ({ pointer }) =>
  new Set(/^\/sites\//.test(pointer) ? [pointer.startsWith('/sites/detroit') ? 'na' : 'eu'] : []);

/** Says the whole of `it`, which is known by its GTIN. */
const items = (system: string, more: { rule?: ConnectivityRule; writtenBy?: Outlet[] } = {}) =>
  openInlet(line, {
    system,
    name: 'items',
    entity: 'item',
    map: `$merge([{ "localKey": "1", "identifiers": [{ "scheme": "gtin", "value": "4006381333931" }] }, $.it])`,
    settings: { identify: ['gtin'], lists: 'complete' },
    rules: [more.rule ?? federated()],
    ...(more.writtenBy && { writtenBy: more.writtenBy }),
    owners,
  });

describe('13. strictest: of all that members say what restricts most', () => {
  test('a status that one member tightens holds until that member loosens it, and then as far as the others let it', async () => {
    const [na, eu, plm] = [await items('na'), await items('eu'), await items('plm')];
    await says(na, { status: 'active' });
    await says(eu, { status: 'phaseOut' });
    expect(await golden()).toMatchObject({ status: 'phaseOut' });
    expect(await says(plm, { status: 'blocked' })).toEqual(['accepted']);
    expect(await says(na, { status: 'phaseOut' })).toEqual(['kept aside']);
    expect(await says(na, { status: 'active' })).toEqual(['kept aside']);
    expect(await golden()).toMatchObject({ status: 'blocked' });
    await says(plm, { status: 'active' });
    expect(await golden()).toMatchObject({ status: 'phaseOut' });
    expect(await saidBy('/status')).toEqual(['eu/items', 'enterprise.yaml:13 strictest']);
    await says(eu, { status: 'active' });
    expect(await golden()).toMatchObject({ status: 'active' });
    expect(await conflicts()).toEqual([]);
  });

  test('whatever the order in which members speak, the same stands in the end', async () => {
    const words: [string, JsonObject][] = [
      ['na', { status: 'blocked', hazard: { unNumber: '1263', class: '3', packingGroup: 'III' } }],
      ['na', { status: 'active', hazard: { unNumber: '1263', class: '3', packingGroup: 'III' } }],
      ['eu', { status: 'active', hazard: { unNumber: '1263', class: '3', packingGroup: 'II' } }],
      ['eu', { status: 'phaseOut', hazard: { unNumber: '1263', class: '3', packingGroup: 'II' } }],
      ['plm', { status: 'concept', hazard: { unNumber: '1263', class: '3', packingGroup: 'I' } }],
      ['plm', { status: 'active', hazard: null }],
    ];
    const orders = [
      [0, 1, 2, 3, 4, 5],
      [4, 2, 0, 5, 3, 1],
      [2, 4, 5, 0, 1, 3],
      [0, 2, 4, 1, 5, 3],
    ];
    for (const order of orders) {
      await database.drop();
      database = await testDatabase();
      line = testLine(database.pool);
      const inlets = new Map<string, Inlet>();
      for (const code of ['na', 'eu', 'plm']) inlets.set(code, await items(code));
      for (const index of order) await says(inlets.get(words[index]![0])!, words[index]![1]);
      expect(await golden()).toMatchObject({ status: 'phaseOut', hazard: { packingGroup: 'II' } });
    }
  });

  test('what the hub wrote to a member is no word of that member: when the strict one loosens, nothing stays strict', async () => {
    const target = await startTarget();
    const { sink, close } = await openSink(target.url);
    target.answer = () => ({ status: 200, body: { id: '1' } });
    const map = '{ "status": record.status }';
    const toEu = await openOutlet(line, { system: 'eu', name: 'items-out', entity: 'item', map, sink });
    const [na, eu] = [await items('na'), await items('eu', { writtenBy: [toEu] })];
    await says(na, { status: 'active' });
    await says(eu, { status: 'active', revision: 'A' });
    await says(na, { status: 'blocked' });
    await deliverNext(line, toEu, 0, new AbortController().signal);
    expect(target.received.at(-1)?.body).toMatchObject({ status: 'blocked' });
    await says(eu, { status: 'blocked', revision: 'A' });
    await says(na, { status: 'active' });
    expect(await golden()).toMatchObject({ status: 'active' });
    await close();
    await target.stop();
  });

  test('holds and declarations are united by their kind, and each ends when all who said it take it back', async () => {
    const customers = (system: string) =>
      openInlet(line, {
        system,
        name: 'customers',
        entity: 'customer',
        map: `$merge([{ "localKey": "1", "name": "Acme", "identifiers": [{ "scheme": "duns", "value": "150483782" }] }, $.it])`,
        settings: { identify: ['duns'], lists: 'complete' },
        rules: [federated()],
      });
    const [na, eu] = [await customers('na'), await customers('eu')];
    const holds = (...kinds: string[]) => ({ holds: kinds.map((kind) => ({ kind })) });
    await says(na, holds('order'));
    await says(eu, holds('order', 'payment'));
    expect(await kinds()).toEqual(['order', 'payment']);
    await says(na, holds());
    expect(await kinds()).toEqual(['order', 'payment']);
    await says(eu, holds('payment'));
    expect(await kinds()).toEqual(['payment']);
    await says(eu, holds());
    expect(await kinds()).toEqual([]);
    expect(await conflicts()).toEqual([]);
  });

  test('a site is never freer than the enterprise, and gets its own status back when the enterprise lets it', async () => {
    const [na, eu] = [await items('na'), await items('eu')];
    const at = (status: string, detroit: string) => ({ status, sites: { detroit: { status: detroit } } });
    await says(na, at('active', 'phaseOut'));
    await says(eu, { status: 'blocked' });
    expect(await golden()).toMatchObject(at('blocked', 'blocked'));
    expect(await saidBy('/sites/detroit/status')).toEqual(['eu/items', 'enterprise.yaml:13 strictest']);
    expect(await says(na, at('active', 'active'))).toEqual(['kept aside']);
    expect(await golden()).toMatchObject(at('blocked', 'blocked'));
    await says(na, at('active', 'obsolete'));
    expect(await golden()).toMatchObject(at('blocked', 'obsolete'));
    await says(na, at('active', 'phaseOut'));
    await says(eu, { status: 'active' });
    expect(await golden()).toMatchObject(at('active', 'phaseOut'));
    expect(await saidBy('/sites/detroit/status')).toEqual(['na/items', 'enterprise.yaml:13 strictest']);
    expect(await says(eu, { status: 'active', sites: { detroit: { status: 'obsolete' } } })).toEqual([
      'kept aside',
    ]);
    expect(await golden()).toMatchObject(at('active', 'phaseOut'));
  });

  test('of two dangers neither of which is the stricter both are before a steward, and the one that stands stays', async () => {
    const [na, eu] = [await items('na'), await items('eu')];
    await says(na, { hazard: { unNumber: '1263', class: '3' } });
    expect(await says(eu, { hazard: { unNumber: '1830', class: '8' } })).toEqual(['kept aside']);
    expect(await golden()).toMatchObject({ hazard: { unNumber: '1263', class: '3' } });
    expect(await conflicts()).toEqual([['/hazard', 'open']]);
    await says(na, { hazard: null });
    expect(await golden()).toMatchObject({ hazard: { unNumber: '1830', class: '8' } });
    expect(await conflicts()).toEqual([['/hazard', 'settled-itself']]);
  });
});

describe('13. one source: a group is the word of one system', () => {
  const revision = (rev: string, drawing?: string | null) => ({
    revision: rev,
    ...(drawing !== undefined && { drawing: drawing === null ? null : { number: drawing } }),
  });

  test('who is trusted more takes the whole group over, what it does not say is gone, and nobody mixes into it', async () => {
    const rule = federated({ engineers: ['plm'] });
    const [na, plm] = [await items('na', { rule }), await items('plm', { rule })];
    await says(na, { ...revision('A', 'D-1'), itemType: 'component', maker: { partNumber: 'X' } });
    await says(plm, revision('B', 'D-2'));
    expect(await golden()).toMatchObject({ ...revision('B', 'D-2'), itemType: 'component' });
    expect(await golden()).not.toHaveProperty('maker');
    expect(await saidBy('/drawing')).toEqual(['plm/items', 'enterprise.yaml:13 oneSource']);
    expect(await says(na, { ...revision('C', 'D-1'), itemType: 'component' })).toEqual(['kept aside']);
    expect(await golden()).toMatchObject(revision('B', 'D-2'));
    expect(await conflicts()).toEqual([]);
  });

  test('among equals who has the whole before its eyes goes on with it; who has another one is for a steward', async () => {
    const [na, eu] = [await items('na'), await items('eu')];
    await says(na, revision('A', 'D-1'));
    await says(eu, revision('A', 'D-1'));
    expect(await says(eu, revision('B', 'D-1'))).toEqual(['accepted']);
    expect(await saidBy('/drawing')).toEqual(['eu/items', 'enterprise.yaml:13 oneSource']);
    expect(await says(na, revision('C', 'D-1'))).toEqual(['kept aside']);
    expect(await golden()).toMatchObject(revision('B', 'D-1'));
    expect(await conflicts()).toEqual([['/revision', 'open']]);
  });

  test('the first word of an equal fills nothing in: a drawing of one revision does not come to another', async () => {
    const [na, eu] = [await items('na'), await items('eu')];
    await says(na, revision('B'));
    expect(await says(eu, revision('A', 'D-1'))).toEqual(['kept aside']);
    expect(await golden()).not.toHaveProperty('drawing');
    expect(await conflicts()).toEqual([['/revision', 'open']]);
  });

  test('what the source never tells is open to others', async () => {
    const rule = federated({ engineers: ['plm'] });
    const tells = (system: string, [name]: readonly string[]) => system !== 'plm' || name !== 'maker';
    const [na, plm] = [await items('na', { rule }), await items('plm', { rule })];
    for (const inlet of [na, plm]) inlet.tells = tells;
    await says(na, { ...revision('A', 'D-1'), maker: { partNumber: 'X' } });
    await says(plm, revision('B', 'D-2'));
    expect(await golden()).toMatchObject({ ...revision('B', 'D-2'), maker: { partNumber: 'X' } });
    await says(na, { ...revision('A', 'D-1'), maker: { partNumber: 'Y' } });
    expect(await golden()).toMatchObject({ ...revision('B', 'D-2'), maker: { partNumber: 'Y' } });
  });
});

describe('13. measured: what was measured before what is declared', () => {
  const weighs = (value: string, sourceChangedAt?: string) => ({
    netWeight: { value, unit: 'KGM' },
    ...(sourceChangedAt && { sourceChangedAt }),
  });

  test('a measured weight takes the place of a declared one, and only a newer measurement takes its place', async () => {
    const rule = federated({ measurers: ['wms-1', 'wms-2'] });
    const [na, one, two] = [
      await items('na', { rule }),
      await items('wms-1', { rule }),
      await items('wms-2', { rule }),
    ];
    await says(na, weighs('1'));
    await says(one, weighs('1.2', '2026-01-02T00:00:00Z'));
    expect(await golden()).toMatchObject({ netWeight: { value: '1.2' } });
    expect(await saidBy('/netWeight')).toEqual(['wms-1/items', 'enterprise.yaml:13 measured']);
    expect(await says(na, weighs('1.5'))).toEqual(['kept aside']);
    await says(two, weighs('1.1', '2026-01-01T00:00:00Z'));
    expect(await golden()).toMatchObject({ netWeight: { value: '1.2' } });
    await says(two, weighs('1.3', '2026-01-03T00:00:00Z'));
    expect(await golden()).toMatchObject({ netWeight: { value: '1.3' } });
    expect(await conflicts()).toEqual([]);
  });
});

async function says(inlet: Inlet, it: JsonObject): Promise<string[]> {
  const outcomes = await offer(line, inlet, { _id: `${++messages}`, it });
  return outcomes.map((each) => ('problem' in each ? each.problem.detail : each.outcome));
}

async function golden(): Promise<JsonObject> {
  const { rows } = await database.pool.query('select data from record');
  expect(rows).toHaveLength(1);
  return rows[0].data;
}

async function kinds(): Promise<unknown[]> {
  const { holds = [] } = await golden();
  return (holds as { kind: string }[]).map(({ kind }) => kind).sort();
}

async function saidBy(pointer: string): Promise<unknown[]> {
  const { rows } = await database.pool.query('select told from record');
  const { sayings, at } = rows[0].told;
  const saying = sayings[at[pointer]];
  return [saying.by, saying.rule];
}

async function conflicts(): Promise<string[][]> {
  const { rows } = await database.pool.query('select pointer, state from conflict order by id');
  return rows.map(({ pointer, state }) => [pointer, state]);
}
