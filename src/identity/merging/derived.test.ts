import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { offer, openInlet, testLine } from '../../../test/line.ts';
import { transaction } from '../../database/transaction.ts';
import type { InboundLine, Inlet } from '../../inbound.ts';
import { append } from '../../ledger/append.ts';
import { loadModel } from '../../quality/loadModel.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { mergeRecords } from './mergeRecords.ts';
import { unmerge } from './unmerge.ts';

const model = await loadModel();
const item = model.entities.get('item')!;

let database: TestDatabase;
let line: InboundLine;
let items: Record<'na' | 'eu', Inlet>;
let messages = 0;
/** Keys of the survivor, the loser, and another item. */
let N: string;
let E: string;
let X: string;

beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
  items = { na: await itemsOf('na'), eu: await itemsOf('eu') };
  N = await says(items.na, { no: 'N1' });
  E = await says(items.eu, { no: 'E1' });
  X = await says(items.na, { no: 'X1' });
});
afterEach(() => database.drop());

describe('when two items become one', () => {
  test('bills of material follow to the key that is derived anew, with their references, alias and history; none is lost', async () => {
    const [na, eu] = [await bomsOf('na'), await bomsOf('eu')];
    await says(na, bom('B1', 'N1', ['X1']));
    await says(eu, { ...bom('B2', 'E1', ['X1', 'X1']), use: 'engineering' });
    await says(eu, { ...bom('B3', 'E1', ['X1', 'X1']) });
    await mergeThem();
    const [mine, theirs] = [`bom~${N}~ALL~production~1~A`, `bom~${N}~ALL~engineering~1~A`];
    expect(await standing('bom')).toEqual([theirs, mine]);
    expect(await record(theirs)).toMatchObject({
      item: { item: N },
      components: [{}, {}],
      status: 'released',
    });
    expect(await rows(`select local_key, key from observation where entity = 'bom' order by 1`)).toEqual([
      { local_key: 'B1', key: mine },
      { local_key: 'B2', key: theirs },
      { local_key: 'B3', key: mine },
    ]);
    expect(await record(theirs.replace(N, E))).toMatchObject({ mergedInto: theirs, status: 'obsolete' });
    expect(await rows(`select root from merged_key where key = '${theirs.replace(N, E)}'`)).toEqual([
      { root: theirs },
    ]);
    await says(eu, { ...bom('B2', 'E1', ['X1']), use: 'engineering' });
    expect(await standing('bom')).toEqual([theirs, mine]);
  });

  test('what names the loser names the survivor, and an item is not merged with a part of itself', async () => {
    const na = await bomsOf('na');
    await says(na, bom('B1', 'X1', ['E1', 'N1']));
    await mergeThem();
    const key = `bom~${X}~ALL~production~1~A`;
    expect(await componentsOf(key)).toEqual([N, N]);
    await split();
    expect(await componentsOf(key)).toEqual([E, N]);
    await says(na, bom('B2', 'N1', ['E1']));
    expect(await mergeThem()).toMatchObject({ code: 'not-mergeable' });
    expect(await rows('select 1 from merged_key')).toEqual([]);
  });

  test('stock that one system counts under two numbers is added up, and stays so when either is counted again', async () => {
    const wms = await stockOf('wms');
    await says(wms, stock('S1', 'N1', '5'));
    await says(wms, stock('S2', 'E1', '3'));
    await says(wms, { ...stock('S3', 'E1', '7'), location: 'B' });
    await mergeThem();
    expect(await onHand()).toEqual({ [ivp(N, 'A')]: '8', [ivp(N, 'B')]: '7' });
    await says(wms, stock('S1', 'N1', '6'));
    await says(wms, stock('S2', 'E1', '1'));
    expect(await onHand()).toEqual({ [ivp(N, 'A')]: '7', [ivp(N, 'B')]: '7' });
    await split();
    expect(await onHand()).toEqual({
      [ivp(N, 'A')]: '6',
      [ivp(E, 'A')]: '1',
      [ivp(E, 'B')]: '7',
      [ivp(N, 'B')]: '0',
    });
    await says(wms, stock('S2', 'E1', '2'));
    expect(await onHand()).toMatchObject({ [ivp(N, 'A')]: '6', [ivp(E, 'A')]: '2' });
  });

  test('stock that two systems count at one place is not counted twice: the later word stands', async () => {
    const [wms, erp] = [await stockOf('wms'), await stockOf('erp')];
    await says(wms, { ...stock('S1', 'N1', '5'), asOf: '2026-01-01T00:00:00Z' });
    await says(erp, { ...stock('S2', 'E1', '4'), asOf: '2026-01-02T00:00:00Z' });
    await mergeThem();
    expect(await onHand()).toEqual({ [ivp(N, 'A')]: '4' });
  });

  test('what is told of the loser at the very moment is told of the survivor, and nothing stands under the old key', async () => {
    const wms = await stockOf('wms');
    const said = Array.from({ length: 30 }, (_, i) => ({ ...stock(`S${i}`, 'E1', '1'), location: `L${i}` }));
    const saying = (async () => {
      for (const each of said) await says(wms, each);
    })();
    await Promise.all([saying, mergeThem()]);
    const held = await onHand();
    expect(Object.keys(held).every((key) => key.startsWith(`ivp~${N}~`))).toBe(true);
    expect(Object.keys(held)).toHaveLength(30);
  });

  test('when they are parted all is as it was, with what was told since', async () => {
    const [na, eu] = [await bomsOf('na'), await bomsOf('eu')];
    await says(na, bom('B1', 'N1', ['X1']));
    await says(eu, bom('B3', 'E1', ['X1', 'X1']));
    await mergeThem();
    await says(eu, bom('B3', 'E1', ['X1', 'X1', 'X1']));
    await split();
    const [mine, theirs] = [N, E].map((key) => `bom~${key}~ALL~production~1~A`) as [string, string];
    expect(await standing('bom')).toEqual([mine, theirs].sort());
    expect(await componentsOf(theirs)).toEqual([X, X, X]);
    expect(await record(theirs)).toMatchObject({ item: { item: E }, key: theirs });
    expect(await componentsOf(mine)).toEqual([X]);
    await says(eu, bom('B3', 'E1', ['X1']));
    expect(await rows(`select key from observation where local_key = 'B3'`)).toEqual([{ key: theirs }]);
    const versions = await rows(
      `select subject, (data ->> 'version')::int as version from ledger where entity = 'bom' order by subject, position`,
    );
    for (const key of [mine, theirs]) {
      const its = versions.filter(({ subject }) => subject === key).map(({ version }) => version);
      expect(its).toEqual(its.map((_, i) => i + 1));
    }
  });
});

const itemsOf = (system: string) =>
  openInlet(line, {
    system,
    name: 'items',
    entity: 'item',
    map: `{ "localKey": no, "status": "active", "number": no, "baseUnit": "EA" }`,
  });

/** Items of both are known by their numbers: N1 and X1 are na's, E1 is eu's. */
const XREF = `$xref('item', n, n = 'E1' ? 'eu' : 'na')`;

const bomsOf = (system: string) =>
  openInlet(line, {
    system,
    name: 'boms',
    entity: 'bom',
    map: `( $it := function($n) {{ "item": ${XREF.replaceAll('n,', '$n,').replaceAll('n =', '$n =')} }};
      { "localKey": no, "item": $it(of), "use": use ? use : "production", "alternative": "1", "revision": "A", "kind": "standard", "status": "released",
        "components": parts#$i.{ "lineNo": $string($i), "item": $it($), "quantity": { "value": "1", "unit": "EA" }, "supply": "stock" }[] } )`,
    settings: { lists: 'complete' },
  });

const stockOf = (system: string) =>
  openInlet(line, {
    system,
    name: 'stock',
    entity: 'inventoryPosition',
    map: `{ "localKey": no, "item": { "item": $xref('item', of, of = 'E1' ? 'eu' : 'na') }, "site": "detroit", "location": location, "stockStatus": "unrestricted", "ownership": "own",
      "onHand": { "value": has, "unit": "EA" }, "asOf": asOf, "basis": "snapshot" }`,
  });

function bom(no: string, of: string, parts: string[]): JsonObject {
  return { no, of, parts };
}

function stock(no: string, of: string, has: string): JsonObject {
  return { no, of, has, location: 'A' };
}

function ivp(key: string, location: string): string {
  return `ivp~${key}~detroit~${location}~-~unrestricted~own~-`;
}

async function says(inlet: Inlet, document: JsonObject): Promise<string> {
  const [outcome] = await offer(line, inlet, { _id: `${++messages}`, ...document });
  if (outcome?.outcome === 'parked') throw new Error(JSON.stringify(outcome.problem));
  return (outcome as { key: string }).key;
}

function mergeThem() {
  return transaction(line.pool, async (connection) => {
    const keys = { loser: E, survivor: N };
    const merged = await mergeRecords(connection, model, item, undefined, keys, {
      actor: 'ann',
      reason: 'the same',
    });
    if (!('code' in merged)) await append(connection, merged.entries);
    line.references.forget(new Set([E, N]));
    return merged;
  });
}

async function split() {
  await transaction(line.pool, async (connection) => {
    const parted = await unmerge(connection, model, item, undefined, E, { actor: 'bob', reason: 'two' });
    if (!('code' in parted)) await append(connection, parted.entries);
  });
  line.references.forget(new Set([E, N]));
}

async function rows(sql: string): Promise<JsonObject[]> {
  return (await line.pool.query(sql)).rows;
}

async function record(key: string): Promise<JsonObject> {
  return (await line.pool.query('select data from record where key = $1', [key])).rows[0]?.data;
}

async function componentsOf(key: string): Promise<unknown[]> {
  const { components } = await record(key);
  return (components as { item: { item: string } }[]).map((each) => each.item.item);
}

async function standing(entity: string): Promise<unknown[]> {
  const found = await rows(
    `select key from record where entity = '${entity}' and data ->> 'mergedInto' is null order by key collate "C"`,
  );
  return found.map(({ key }) => key);
}

async function onHand(): Promise<Record<string, unknown>> {
  const found = await rows(
    `select key, data #>> '{onHand,value}' as value from record where entity = 'inventoryPosition' and data ->> 'mergedInto' is null`,
  );
  return Object.fromEntries(found.map(({ key, value }) => [key, value]));
}
