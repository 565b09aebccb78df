import { afterEach, beforeEach, expect, test } from 'vitest';
import { authorising } from '../../src/identity/authorise.ts';
import type { InboundLine, Inlet } from '../../src/inbound.ts';
import type { ConnectivityRule } from '../../src/landscape/landscape.ts';
import type { Outlet } from '../../src/outbound/outlet.ts';
import { deliverNext } from '../../src/outbound.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { offer, openInlet, openOutlet, testLine } from '../line.ts';
import { openSink, startTarget, type TestTarget } from '../target.ts';

let database: TestDatabase;
let line: InboundLine;
let target: TestTarget;
let sink: Awaited<ReturnType<typeof openSink>>;
const at = { file: 'enterprise.yaml', line: 13 };

beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
  target = await startTarget();
  sink = await openSink(target.url);
});
afterEach(async () => {
  await sink.close();
  await target.stop();
  await database.drop();
});

const items = (system: string, rules: ConnectivityRule[], name = 'items') =>
  openInlet(line, {
    system,
    name,
    entity: 'item',
    map: `{ "localKey": no, "changedBy": by, "number": no, "status": "active", "names": {"en": name}, "baseUnit": "EA",
            "identifiers": [{ "scheme": "gtin", "value": gtin }], "revision": rev }`,
    settings: { identify: ['gtin'] },
    rules,
  });
const bolt = { no: 'N1', name: 'Bolt', gtin: '4006381333931', rev: '1' };

test('12. centralized: the word of the authority counts; a change by another is a proposal and changes nothing', async () => {
  const rules: ConnectivityRule[] = [{ ...at, entities: ['item'], model: 'centralized', authority: 'na' }];
  const na = await items('na', rules);
  const eu = await items('eu', rules);
  expect(await told(na, bolt)).toEqual(['accepted']);
  // What it said of old is no wish to change anything.
  expect(await told(eu, { ...bolt, no: 'E1', name: 'Schraube' })).toEqual(['unchanged']);
  expect(await told(eu, { ...bolt, no: 'E1', name: 'Schraube M8' })).toEqual(['proposed']);
  expect(await records()).toEqual(['Bolt']);
  expect(await requests()).toEqual([['eu/items', 'change', ['/names/en'], 'open']]);

  expect(await told(eu, { ...bolt, no: 'E1', name: 'Schraube M8', rev: '2' })).toEqual(['proposed']);
  expect(await requests()).toEqual([['eu/items', 'change', ['/names/en', '/revision'], 'open']]);
  expect(await told(na, { ...bolt, name: 'Schraube M8', rev: '2' })).toEqual(['accepted']);
  expect(await requests()).toEqual([['eu/items', 'change', ['/names/en', '/revision'], 'taken over']]);
});

test('12. centralized: what only another system knows is proposed as new, and is there once the authority tells it', async () => {
  const rules: ConnectivityRule[] = [{ ...at, entities: ['item'], model: 'centralized', authority: 'na' }];
  const na = await items('na', rules);
  const eu = await items('eu', rules);
  expect(await told(eu, { ...bolt, no: 'E1' })).toEqual(['proposed']);
  expect(await records()).toEqual([]);
  expect(await requests()).toEqual([['eu/items', 'new', [], 'open']]);
  expect(await told(na, bolt)).toEqual(['accepted']);
  expect(await requests()).toEqual([['eu/items', 'new', [], 'taken over']]);
  const { rows } = await database.pool.query('select count(distinct key) as keys from observation');
  expect(rows).toEqual([{ keys: 1 }]);
});

test('12. centralized: who asks no longer wants it, and the request is withdrawn', async () => {
  const rules: ConnectivityRule[] = [{ ...at, entities: ['item'], model: 'centralized', authority: 'na' }];
  const na = await items('na', rules);
  const eu = await items('eu', rules);
  await told(na, bolt);
  await told(eu, { ...bolt, no: 'E1' });
  await told(eu, { ...bolt, no: 'E1', name: 'Schraube' });
  await told(eu, { ...bolt, no: 'E1', _id: 'set back' });
  expect(await requests()).toEqual([['eu/items', 'change', ['/names/en'], 'withdrawn']]);
});

test('12. centralized: the authority is asked by the interface that takes proposals, and by no other', async () => {
  const rules: ConnectivityRule[] = [{ ...at, entities: ['item'], model: 'centralized', authority: 'na' }];
  const na = await items('na', rules);
  const eu = await items('eu', rules);
  const map = '{ "no": localKey, "name": record.names.en, "changed": changed }';
  const heard = { entity: 'item', sink: sink.sink, map };
  const proposals = await openOutlet(line, { ...heard, system: 'na', name: 'proposals', takes: 'proposals' });
  const changes = await openOutlet(line, { ...heard, system: 'eu', name: 'changes' });
  const mes = await openOutlet(line, { ...heard, system: 'mes', name: 'proposals', takes: 'proposals' });
  await told(na, bolt);
  await told(eu, { ...bolt, no: 'E1' });
  await told(eu, { ...bolt, no: 'E1', name: 'Schraube' });
  expect(await sent(proposals)).toEqual([{ no: 'N1', name: 'Schraube', changed: ['/names/en'] }]);
  expect(await sent(changes)).toEqual([expect.objectContaining({ name: 'Bolt' })]);
  expect(await sent(mes)).toEqual([]);
});

test('12. federated: members contribute, what another says is kept and changes nothing', async () => {
  const rules: ConnectivityRule[] = [
    { ...at, entities: ['item'], model: 'federated', members: ['na', 'eu'] },
  ];
  const na = await items('na', rules);
  const eu = await items('eu', rules);
  const mes = await items('mes', rules);
  await told(na, bolt);
  await told(eu, { ...bolt, no: 'E1' });
  expect(await told(eu, { ...bolt, no: 'E1', name: 'Schraube' })).toEqual(['accepted']);
  await told(mes, { ...bolt, no: 'M1' });
  expect(await told(mes, { ...bolt, no: 'M1', name: 'bolt??' })).toEqual(['kept aside']);
  expect(await records()).toEqual(['Schraube']);
  expect(await requests()).toEqual([]);
});

test('12. event-driven: each producer states what is from the first time on, nobody is asked, late news changes nothing whoever tells it, and what cannot be stated is refused', async () => {
  const rules: ConnectivityRule[] = [{ ...at, entities: ['inventoryPosition'], model: 'event-driven' }];
  const stock = (system: string) =>
    openInlet(line, {
      system,
      name: 'stock',
      entity: 'inventoryPosition',
      map: `{ "item": { "item": "itm_1" }, "site": "detroit", "location": bin, "stockStatus": "unrestricted", "ownership": "own",
              "onHand": { "value": $decimal(count), "unit": "EA" }, "asOf": at, "basis": "snapshot", "sourceChangedAt": at }`,
      rules,
    });
  const [erp, wms] = [await stock('erp'), await stock('wms')];
  const counted = (count: string, minute: number) => ({
    bin: 'A1',
    count,
    at: `2026-01-01T00:0${minute}:00.000Z`,
  });
  expect(await told(wms, counted('5', 1))).toEqual(['accepted']);
  expect(await told(erp, counted('8', 0))).toEqual(['unchanged']);
  expect(await told(erp, counted('4', 3))).toEqual(['accepted']);
  expect(await told(wms, counted('9', 2))).toEqual(['unchanged']);
  expect(await told(wms, counted('6', 4))).toEqual(['accepted']);
  expect(await told(wms, counted('four', 5))).toEqual(['parked']);
  const { rows } = await database.pool.query(`select data #>> '{onHand,value}' as count from record`);
  expect(rows).toEqual([{ count: '6' }]);
  expect(await requests()).toEqual([]);
});

test('12. hybrid: the interface that is not heard takes no fact from the one that is, at either stage', async () => {
  const stops = (system: string, name: string, stage: 'legacy' | 'live') =>
    openInlet(line, {
      system,
      name: `${name}-${stage}`,
      entity: 'maintenanceEvent',
      map: `{ "localKey": id, "kind": "breakdown", "equipment": "wc~detroit~M1", "impact": "stop", "from": at,
              "occurredAt": at, "recordedAt": at }`,
      rules: [
        {
          ...at,
          entities: ['maintenanceEvent'],
          model: 'hybrid',
          legacy: `mes/old-${stage}`,
          modern: `mes/new-${stage}`,
          stage,
        },
      ],
    });
  const stop = (id: string) => ({ id, at: '2026-01-01T00:00:00.000Z' });
  for (const [stage, heard, silent] of [
    ['legacy', 'old', 'new'],
    ['live', 'new', 'old'],
  ] as const) {
    const [aside, counts] = [await stops('mes', silent, stage), await stops('mes', heard, stage)];
    expect(await told(aside, stop(stage))).toEqual(['kept aside']);
    expect(await told(counts, stop(stage))).toEqual(['accepted']);
  }
});

test('12. hybrid: what the silent interface shows of a state hides no change that the heard one of the same system tells', async () => {
  const rule: ConnectivityRule = {
    ...at,
    entities: ['item'],
    model: 'hybrid',
    legacy: 'erp/old',
    modern: 'erp/new',
  };
  const spoken = (name: string, stage: 'legacy' | 'live') => items('erp', [{ ...rule, stage }], name);
  const [old, modern] = [await spoken('old', 'legacy'), await spoken('new', 'legacy')];
  expect(await told(old, bolt)).toEqual(['accepted']);
  expect(await told(modern, { ...bolt, name: 'Bolt M8' })).toEqual(['kept aside']);
  expect(await records()).toEqual(['Bolt']);
  expect(await told(old, { ...bolt, name: 'Bolt M8' })).toEqual(['accepted']);
  expect(await records()).toEqual(['Bolt M8']);
  // The same pair after the stage was changed.
  const live = [{ ...rule, stage: 'live' as const }];
  const authorise = (inlet: Inlet) => authorising({ connectivity: live, sites: new Map() }, new Map(), inlet);
  expect(await told({ ...old, authorise: authorise(old) }, { ...bolt, name: 'Bolt?' })).toEqual([
    'kept aside',
  ]);
  expect(await told({ ...modern, authorise: authorise(modern) }, { ...bolt, name: 'Bolt M8x20' })).toEqual([
    'accepted',
  ]);
  expect(await records()).toEqual(['Bolt M8x20']);
});

test('12. centralized: what others have told of is still asked of an authority that has not told it', async () => {
  const crm = await items('crm', []);
  const eu = await items('eu', [{ ...at, entities: ['item'], model: 'centralized', authority: 'na' }]);
  const { no, gtin } = bolt;
  expect(await told(crm, { no, gtin })).toEqual(['accepted']);
  expect(await told(eu, { ...bolt, no: 'E1' })).toEqual(['proposed']);
  // It takes it over under the hub's own user, which wrote the proposal there.
  const na = await items('na', [{ ...at, entities: ['item'], model: 'centralized', authority: 'na' }]);
  const byHub = { ...na, system: { ...na.system, author: 'LINESHAFT' } };
  expect(await told(byHub, { ...bolt, by: 'LINESHAFT' })).toEqual(['accepted']);
  expect(await records()).toEqual(['Bolt']);
  expect(await requests()).toEqual([['eu/items', 'change', expect.anything(), 'taken over']]);
});

async function told(inlet: Inlet, document: object): Promise<string[]> {
  const outcomes = await offer(line, inlet, document as never);
  return outcomes.map(({ outcome }) => outcome);
}

async function sent(outlet: Outlet): Promise<unknown[]> {
  target.received.length = 0;
  await deliverNext(line, outlet, 0, new AbortController().signal);
  return target.received.map(({ body }) => body);
}

async function records(): Promise<string[]> {
  const { rows } = await database.pool.query(`select data #>> '{names,en}' as name from record`);
  return rows.map(({ name }) => name);
}

async function requests(): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    'select interface, kind, changed, state from change_request order by id',
  );
  return rows.map(({ interface: asks, kind, changed, state }) => [asks, kind, [...changed].sort(), state]);
}
