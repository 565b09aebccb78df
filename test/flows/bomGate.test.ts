import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFree } from '../../src/delivery/parked.ts';
import type { InboundLine, Inlet } from '../../src/inbound.ts';
import type { Outlet } from '../../src/outbound/outlet.ts';
import { deliverAgain, deliverNext } from '../../src/outbound.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { offer, openInlet, openOutlet, testLine } from '../line.ts';
import { openSink, startTarget, type TestTarget } from '../target.ts';

const never = new AbortController().signal;

let database: TestDatabase;
let line: InboundLine;
let target: TestTarget;
let sink: Awaited<ReturnType<typeof openSink>>;
let boms: Inlet;
let eu: Inlet;
let outlet: Outlet;
let position: number;

beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
  target = await startTarget();
  sink = await openSink(target.url);
  const items = (system: string) =>
    openInlet(line, {
      system,
      name: 'items',
      entity: 'item',
      map: '{ "localKey": no, "number": no, "status": "active", "identifiers": [{ "scheme": "gtin", "value": gtin }] }',
      settings: { identify: ['gtin'] },
    });
  boms = await openInlet(line, {
    system: 'na',
    name: 'boms',
    entity: 'bom',
    map: `{ "localKey": no & "/" & rev, "item": { "item": $xref("item", no) }, "use": "production", "alternative": "1", "revision": rev,
            "kind": "standard", "batch": { "value": "1", "unit": "EA" }, "effective": { "from": from, "to": to },
            "components": [parts.{ "lineNo": $string($), "item": { "item": $xref("item", $) }, "quantity": { "value": "1", "unit": "EA" },
              "supply": "phantom" }] }`,
  });
  const na = await items('na');
  eu = await items('eu');
  for (const no of ['PUMP', 'SEAL', 'BOLT', 'SKID']) await offer(line, na, item(no));
  outlet = await openOutlet(line, {
    system: 'eu',
    name: 'boms',
    entity: 'bom',
    sink: sink.sink,
    map: `{ "of": $xref("item", record.item.item), "revision": record.revision, "from": record.effective.from,
            "parts": [record.components.$xref("item", item.item)], "supply": record.components[0].supply }`,
  });
  position = 0;
});
afterEach(async () => {
  await sink.close();
  await target.stop();
  await database.drop();
});

test('a bill of material waits for each of its components to be known in the receiving system, and its changes behind it, in order', async () => {
  await offer(line, eu, item('SKID'), item('PUMP'), item('SEAL'));
  await offer(line, boms, bom('PUMP', 'A', ['SEAL', 'BOLT']));
  await offer(line, boms, bom('SKID', 'A', ['PUMP']));
  await offer(line, boms, bom('PUMP', 'A', ['SEAL', 'BOLT'], '2026-02-01'));
  await deliver();
  expect(sent()).toEqual([['SKID', 'A', ['PUMP']]]);
  expect(await parked()).toEqual([
    ['parked', 'reference-unknown', 'item eu'],
    ['held-behind', 'waits-behind', undefined],
  ]);

  await offer(line, eu, item('BOLT'));
  await deliverAgain(line, outlet, await readFree(line.pool, outlet.interface.id, 10), never);
  expect(sent()).toEqual([
    ['SKID', 'A', ['PUMP']],
    ['PUMP', 'A', ['SEAL', 'BOLT']],
    ['PUMP', 'A', ['SEAL', 'BOLT']],
  ]);
  expect(target.received.at(-1)!.body['from']).toContain('2026-02-01');
});

test('revisions are bills of their own, and phantoms and effectivity arrive as they were told', async () => {
  await offer(line, eu, item('PUMP'), item('SEAL'), item('BOLT'));
  await offer(line, boms, bom('PUMP', 'A', ['SEAL']), bom('PUMP', 'B', ['BOLT'], '2026-03-01'));
  await deliver();
  expect(sent()).toEqual([
    ['PUMP', 'A', ['SEAL']],
    ['PUMP', 'B', ['BOLT']],
  ]);
  expect(target.received.map(({ body }) => body['supply'])).toEqual(['phantom', 'phantom']);
});

test('what would make an item a part of itself parks with the component that leads there, over levels and within a batch', async () => {
  const outcomes = await offer(
    line,
    boms,
    bom('SKID', 'A', ['PUMP']),
    bom('PUMP', 'A', ['SEAL', 'BOLT']),
    bom('SEAL', 'A', ['BOLT']),
  );
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
  const [closed] = await offer(line, boms, bom('SEAL', 'B', ['BOLT', 'SKID']));
  expect(closed).toMatchObject({
    outcome: 'parked',
    problem: { code: 'rule-violated', rule: 'BM-01', field: 'components[1].item' },
  });
  const batch = await offer(line, boms, bom('BOLT', 'A', ['SEAL']), bom('BOLT', 'B', ['BOLT']));
  expect(batch.map(({ outcome }) => outcome)).toEqual(['parked', 'parked']);
  await offer(line, boms, bom('SEAL', 'A', ['PUMP'], '2026-04-01'));
  const { rows } = await database.pool.query(`select count(*)::int as n from record where entity = 'bom'`);
  expect(rows).toEqual([{ n: 3 }]);
});

test('of two that close a cycle in one batch the first stands', async () => {
  const outcomes = await offer(line, boms, bom('PUMP', 'A', ['SEAL']), bom('SEAL', 'A', ['PUMP']));
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'parked']);
});

const GTIN: Record<string, string> = {
  PUMP: '4006381333931',
  SEAL: '4006381333948',
  BOLT: '4006381333955',
  SKID: '4006381333962',
};

function item(no: string) {
  return { no, gtin: GTIN[no]! };
}

function bom(no: string, rev: string, parts: string[], from = '2026-01-01') {
  return { no, rev, from, to: '9999-12-31', parts };
}

async function deliver(): Promise<void> {
  ({ position } = await deliverNext(line, outlet, position, never));
}

function sent(): unknown[] {
  return target.received.map(({ body }) => [body['of'], body['revision'], body['parts']]);
}

async function parked(): Promise<unknown[]> {
  const { rows } = await database.pool.query('select state, problem from parked order by id');
  return rows.map(({ state, problem }) => [
    state,
    problem.code,
    problem.awaits?.split(' ').slice(0, 2).join(' '),
  ]);
}
