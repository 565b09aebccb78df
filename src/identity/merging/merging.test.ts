import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { offer, openInlet, openOutlet, type Spoken, testLine } from '../../../test/line.ts';
import { openSink, startTarget, type TestTarget } from '../../../test/target.ts';
import { transaction } from '../../database/transaction.ts';
import type { InboundLine, Inlet } from '../../inbound.ts';
import { append } from '../../ledger/append.ts';
import { readAll } from '../../ledger/read.ts';
import type { Outlet } from '../../outbound/outlet.ts';
import { deliverNext } from '../../outbound.ts';
import { loadModel } from '../../quality/loadModel.ts';
import { isObject, type JsonObject } from '../../vocabulary/json.ts';
import { linkLocalKeys } from '../observations.ts';
import { mergeRecords } from './mergeRecords.ts';
import { splitOff } from './splitOff.ts';
import { unmerge } from './unmerge.ts';

const model = await loadModel();

let database: TestDatabase;
let line: InboundLine;
let na: Inlet;
let eu: Inlet;
let N: string;
let E: string;

const items = (system: string): Spoken => ({
  system,
  name: 'items',
  entity: 'item',
  map: `{ "localKey": no, "key": key ? key, "status": "active", "number": no, "names": name ? {"en": name}, "longText": text ? {"en": text}, "baseUnit": "EA",
          "revision": rev, "identifiers": [gtin ? {"scheme": "gtin", "value": gtin}, mpn ? {"scheme": "mpn", "value": mpn, "issuer": "ACME"}] }`,
  matching: {},
});

const pump = { no: 'N1', name: 'Centrifugal pump' };
const pumpe = { no: 'E1', name: 'Pumpe', text: 'self-priming', gtin: '4006381333931', rev: 'B' };
const decision = { actor: 'ann', reason: 'the same pump' };

beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
  na = await openInlet(line, items('na-erp'));
  eu = await openInlet(line, items('eu-erp'));
  N = keyOf((await offer(line, na, pump))[0]);
  E = keyOf((await offer(line, eu, pumpe))[0]);
});
afterEach(() => database.drop());

describe('a merge', () => {
  test('leads every cross-reference to the survivor, which takes what nobody said of it; the loser ends', async () => {
    expect(await mergeThem()).toMatchObject({
      loser: E,
      survivor: N,
      moved: [{ system: 'eu-erp', localKey: 'E1' }],
    });
    expect(await record(N)).toMatchObject({
      number: 'N1',
      names: { en: 'Centrifugal pump' },
      longText: { en: 'self-priming' },
      identifiers: [{ value: '4006381333931' }],
    });
    expect(await record(E)).toMatchObject({ number: 'E1', status: 'obsolete', mergedInto: N });
    expect(await rows('select local_key, key, merged_from from observation order by local_key')).toEqual([
      { local_key: 'E1', key: N, merged_from: E },
      { local_key: 'N1', key: N, merged_from: null },
    ]);
    expect(await rows('select before, key, cause from reference_history')).toEqual([
      { before: E, key: N, cause: 'merged' },
    ]);
  });

  test('is told as two events in order of each key, the loser first', async () => {
    await mergeThem();
    const [ended, whole] = (await readAll(line.pool, 2, 10)).map(told);
    expect(ended).toMatchObject({
      subject: E,
      version: 2,
      change: 'merged',
      into: N,
      record: { mergedInto: N },
    });
    expect(whole).toMatchObject({ subject: N, version: 2, change: 'merged', from: E });
    expect(whole!['changed']).toContain('/longText');
  });

  test('what a system says of either afterwards is said of the survivor', async () => {
    await mergeThem();
    const [said] = await offer(line, eu, { ...pumpe, rev: 'C' });
    expect(said).toMatchObject({ outcome: 'accepted', key: N });
    expect(await record(N)).toMatchObject({ revision: 'C' });
    expect(await record(E)).toMatchObject({ revision: 'B' });
  });

  test('is followed by a source that states the old key, and by an identifier that led to it', async () => {
    await mergeThem();
    const other = await openInlet(line, { ...items('plm'), settings: { identify: ['gtin'] } });
    await line.pool.query('insert into identifier (entity, scheme, value, key) values ($1, $2, $3, $4)', [
      'item',
      'gtin',
      pumpe.gtin,
      E,
    ]);
    const outcomes = await offer(line, other, { no: 'P1', key: E }, { no: 'P2', gtin: pumpe.gtin });
    expect(outcomes.map(keyOf)).toEqual([N, N]);
  });

  test('of suppliers is followed by the item that names one as its maker, and so is their parting', async () => {
    const suppliers = await openInlet(line, {
      system: 'plm',
      name: 'suppliers',
      entity: 'supplier',
      map: '{ "localKey": no, "status": "active", "name": name }',
    });
    const said = await offer(line, suppliers, { no: 'S1', name: 'Acme' }, { no: 'S2', name: 'Zenith' });
    const [survivor, loser] = said.map(keyOf) as [string, string];
    const made = `{ "localKey": no, "status": "active", "number": no, "baseUnit": "EA", "maker": { "party": by } }`;
    const plm = await openInlet(line, { ...items('plm'), map: made });
    const item = keyOf((await offer(line, plm, { no: 'P1', by: loser }))[0]);
    await mergeThem(loser, survivor, suppliers);
    expect(await record(item)).toMatchObject({ maker: { party: survivor } });
    await unmergeIt(loser, suppliers);
    expect(await record(item)).toMatchObject({ maker: { party: loser } });
  });

  test('while a system speaks of the loser loses nothing that is said', async () => {
    const changes = Array.from({ length: 20 }, (_, i) => ({ ...pumpe, rev: `R${i}`, _id: `r${i}` }));
    const saying = (async () => {
      for (const change of changes) await offer(line, eu, change);
    })();
    await Promise.all([saying, mergeThem()]);
    expect(await record(N)).toMatchObject({ revision: 'R19' });
    expect((await record(E))['mergedInto']).toBe(N);
  });

  test('answers the question whether they are one, and moves an open change request and what waits for approval', async () => {
    await line.pool.query(
      `insert into match_review (entity, a_key, b_key, score, reasons) values ('item', $1, $2, 70, '[]')`,
      [N, E],
    );
    await line.pool.query(
      `insert into change_request (entity, key, interface, system, local_key, kind, changed, proposed, rule)
       values ('item', $1, 'plm/items', 'plm', 'P1', 'change', '{/revision}', '{}', 'enterprise.yaml:1')`,
      [E],
    );
    await line.pool.query(
      `insert into approval (entity, key, interface, system, local_key, changed, proposed, proposers)
       values ('item', $1, 'plm/items', 'plm', 'P1', '{/names}', '{}', '{kim}')`,
      [E],
    );
    await mergeThem();
    expect(await rows('select state, decided_by from match_review')).toEqual([
      { state: 'linked', decided_by: 'ann' },
    ]);
    expect(await rows('select key from approval')).toEqual([{ key: N }]);
    expect(await rows('select key from change_request')).toEqual([{ key: N }]);
    await unmergeIt();
    expect(await rows('select state, decided_by from match_review')).toEqual([
      { state: 'separate', decided_by: 'bob' },
    ]);
    expect(await rows('select key from change_request')).toEqual([{ key: E }]);
    expect(await rows('select key from approval')).toEqual([{ key: E }]);
  });

  test('of a thing with itself, of what is merged already, and of what is not there is refused', async () => {
    expect(await mergeThem(N, N)).toMatchObject({ code: 'not-mergeable' });
    expect(await mergeThem('itm_none', N)).toMatchObject({ code: 'not-found' });
    await mergeThem();
    expect(await mergeThem()).toMatchObject({ code: 'not-mergeable', detail: `${E} was merged into ${N}.` });
    expect(await rows('select count(*)::int as count from merge')).toEqual([{ count: 1 }]);
  });
});

describe('an unmerge', () => {
  test('gives back both records and the cross-references', async () => {
    const before = [await record(N), await record(E)];
    await mergeThem();
    await unmergeIt();
    expect([await record(N), await record(E)]).toEqual(before);
    expect(await rows('select key, merged_from from observation order by local_key')).toEqual([
      { key: E, merged_from: null },
      { key: N, merged_from: null },
    ]);
    const [a, b] = (await readAll(line.pool, 4, 10)).map(told);
    expect(a).toMatchObject({ subject: E, version: 3, change: 'split', from: N });
    expect(b).toMatchObject({ subject: N, version: 3, change: 'split', from: E });
  });

  test('leaves each with what its own systems said meanwhile', async () => {
    await mergeThem();
    await offer(line, eu, { ...pumpe, rev: 'C', text: 'dry-running' });
    await offer(line, na, { ...pump, name: 'Pump, centrifugal' });
    await unmergeIt();
    expect(await record(E)).toMatchObject({
      revision: 'C',
      longText: { en: 'dry-running' },
      names: { en: 'Pumpe' },
    });
    expect(await record(N)).toMatchObject({ names: { en: 'Pump, centrifugal' } });
    expect(await record(N)).not.toHaveProperty('revision');
    const [said] = await offer(line, eu, { ...pumpe, rev: 'D', text: 'dry-running' });
    expect(said).toMatchObject({ key: E });
  });

  test('of one of two that were merged into a thing leaves the other there', async () => {
    const P = keyOf((await offer(line, await openInlet(line, items('plm')), { no: 'P1', mpn: 'PX-77' }))[0]);
    await mergeThem();
    await mergeThem(P, N);
    await unmergeIt();
    expect(await record(N)).toMatchObject({ identifiers: [{ scheme: 'mpn' }] });
    expect(await rows('select local_key, key from observation order by local_key')).toEqual([
      { local_key: 'E1', key: E },
      { local_key: 'N1', key: N },
      { local_key: 'P1', key: N },
    ]);
  });

  test('of a chain goes from its end, and takes along what was merged before', async () => {
    const P = keyOf((await offer(line, await openInlet(line, items('plm')), { no: 'P1' }))[0]);
    await mergeThem(E, N);
    await mergeThem(N, P);
    expect(await rows('select distinct key from observation')).toEqual([{ key: P }]);
    expect(await unmergeIt(E)).toMatchObject({ code: 'not-mergeable' });
    await unmergeIt(N);
    expect(await rows('select local_key, key from observation order by local_key')).toEqual([
      { local_key: 'E1', key: N },
      { local_key: 'N1', key: N },
      { local_key: 'P1', key: P },
    ]);
    await unmergeIt(E);
    expect(await rows(`select key from observation where local_key = 'E1'`)).toEqual([{ key: E }]);
  });
});

test('a key of a system that was linked wrongly gets a thing of its own, from what the system says', async () => {
  const other = await openInlet(line, { ...items('plm'), settings: { identify: ['gtin'] } });
  await line.pool.query(
    `insert into identifier (entity, scheme, value, key) values ('item', 'gtin', $1, $2)`,
    ['96385074', N],
  );
  await offer(line, other, { no: 'P1', gtin: '96385074', rev: 'X', name: 'Valve' });
  expect(await record(N)).toMatchObject({ revision: 'X' });
  const split = await transaction(line.pool, (c) =>
    splitOff(c, na.entity, na.matcher, { system: 'plm', localKey: 'P1' }, decision),
  );
  const { key } = split as { key: string };
  expect(await record(key)).toMatchObject({ key, revision: 'X', names: { en: 'Valve' } });
  expect(await record(N)).not.toHaveProperty('revision');
  expect(await rows(`select key from observation where local_key = 'P1'`)).toEqual([{ key }]);
  expect(
    await rows(
      'select state from match_review where b_key = (select key from observation where local_key = $$P1$$)',
    ),
  ).toEqual([{ state: 'separate' }]);
});

describe('systems hear of it by the line', () => {
  let target: TestTarget;
  let outlet: Outlet;
  let close: () => Promise<void>;
  let position = 0;
  const never = new AbortController().signal;

  beforeEach(async () => {
    target = await startTarget();
    const sink = await openSink(target.url);
    close = sink.close;
    position = 0;
    outlet = await openOutlet(line, {
      system: 'wms',
      name: 'items',
      entity: 'item',
      map: '{ "own": localKey, "key": key, "status": record.status, "into": record.mergedInto, "text": record.longText.en }',
      sink: sink.sink,
    });
  });
  afterEach(async () => {
    await close();
    await target.stop();
  });

  test('one that has both gets the end of the one and the whole of the other, each under its key there', async () => {
    await deliver();
    await link('W-N', N);
    await link('W-E', E);
    await mergeThem();
    expect(await deliver()).toEqual([
      { own: 'W-E', key: E, status: 'obsolete', into: N, text: 'self-priming' },
      { own: 'W-N', key: N, status: 'active', text: 'self-priming' },
    ]);
    await unmergeIt();
    expect(await deliver()).toEqual([
      { own: 'W-E', key: E, status: 'active', text: 'self-priming' },
      { own: 'W-N', key: N, status: 'active' },
    ]);
  });

  test('one that has only the loser hears of the survivor under the key it has, and of no end', async () => {
    await deliver();
    await link('W-E', E);
    await mergeThem();
    expect(await deliver()).toEqual([{ own: 'W-E', key: N, status: 'active', text: 'self-priming' }]);
    await line.references.fetchLocal(line.pool, [{ system: 'wms', entity: 'item', key: E }]);
    expect(line.references.local('wms', 'item', E)).toBe('W-E');
  });

  test('an older state of the loser that is still to be delivered is left to the survivor', async () => {
    await link('W-N', N);
    await mergeThem();
    expect(await deliver()).toEqual([
      { own: 'W-N', key: N, status: 'active' },
      { own: 'W-N', key: N, status: 'active', text: 'self-priming' },
    ]);
  });

  test('a key that the target gives to the loser after the merge leads to the survivor', async () => {
    await mergeThem();
    await link('W-E', E);
    expect(await rows(`select key, merged_from from observation where system = 'wms'`)).toEqual([
      { key: N, merged_from: E },
    ]);
  });

  async function link(localKey: string, key: string): Promise<void> {
    await transaction(line.pool, (connection) =>
      linkLocalKeys(connection, 'wms', 'item', [{ localKey, key }]),
    );
  }

  /** What comes to the target until there is nothing more. */
  async function deliver(): Promise<unknown[]> {
    const before = target.received.length;
    for (let state = 'moved'; state === 'moved'; ) {
      const round = await deliverNext(line, outlet, position, never);
      ({ position, state } = round);
    }
    return target.received.slice(before).flatMap(({ body }) => (Array.isArray(body) ? body : [body]));
  }
});

function mergeThem(loser = E, survivor = N, { entity, matcher }: Inlet = na) {
  return transaction(line.pool, async (connection) => {
    const merged = await mergeRecords(connection, model, entity, matcher, { loser, survivor }, decision);
    if ('entries' in merged) await append(connection, merged.entries);
    return merged;
  });
}

function unmergeIt(key = E, { entity, matcher }: Inlet = na) {
  return transaction(line.pool, async (connection) => {
    const by = { actor: 'bob', reason: 'two pumps' };
    const parted = await unmerge(connection, model, entity, matcher, key, by);
    if ('entries' in parted) await append(connection, parted.entries);
    return parted;
  });
}

async function record(key: string): Promise<Record<string, unknown>> {
  const [row] = await rows('select data from record where key = $1', [key]);
  const data = row?.['data'];
  if (!isObject(data)) throw new Error(`no record ${key}`);
  return data;
}

function keyOf(outcome: unknown): string {
  return (outcome as { key: string }).key;
}

async function rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await line.pool.query(text, values)).rows;
}

function told({ subject, data }: { subject: string; data: JsonObject }): JsonObject {
  return { subject, ...data };
}
