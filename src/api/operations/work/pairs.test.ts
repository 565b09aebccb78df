import { afterEach, beforeEach, expect, test } from 'vitest';
import { offer, openInlet, type Spoken, testLine } from '../../../../test/line.ts';
import type { InboundLine } from '../../../inbound.ts';
import type { ConnectivityRule } from '../../../landscape/landscape.ts';
import { northfield } from '../../../observability/northfield.testing.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let line: InboundLine;

beforeEach(async () => {
  const landscape = northfield();
  const atTheMes = { owner: 'bob', entities: ['item'], sites: ['detroit'] };
  landscape.stewardship.stewards = [...landscape.stewardship.stewards, atTheMes];
  hub = await testServer({ landscape });
  line = testLine(hub.database.pool);
});
afterEach(() => hub.close());

const items = (system: string, more: Partial<Spoken>) =>
  openInlet(line, {
    system,
    name: 'items',
    entity: 'item',
    map: `{ "localKey": no, "status": "active", "number": no, "names": {"en": name}, "baseUnit": "EA",
            "identifiers": [{"scheme": "gtin", "value": gtin}] }`,
    ...more,
  });
const pump = { no: '4711', name: 'Centrifugal pump 32 mm', gtin: '4006381333931' };

test('a pair that may be one thing is work, named by what people call both, belongs to the steward of the site that told the newer, and is made one from the list', async () => {
  const [erp, mes] = [await items('na-erp', { matching: {} }), await items('mes', { matching: {} })];
  await offer(line, erp, pump);
  await offer(line, mes, { ...pump, no: 'P900', name: 'Pump' });
  const { items: open } = await get('work?kind=match');
  expect(open).toEqual([
    expect.objectContaining({
      kind: 'match',
      entity: 'item',
      owner: 'bob',
      system: 'mes',
      site: 'detroit',
      title: expect.stringContaining('item P900 · Pump may be 4711 · Centrifugal pump 32 mm'),
    }),
  ]);
  await expectOnlyAtTheMes('match');
  expect(await decide(open[0], 'link')).toMatchObject({ status: 400 });
  expect(await decide(open[0], 'link', 'the same pump')).toMatchObject({ status: 200 });
  expect(await keysStanding()).toBe(1);
  expect(await get('work?kind=match')).toMatchObject({ total: 0 });
});

test('a conflict is work of the steward of the site whose word does not stand, and one of its values is let stand from the list', async () => {
  const rules: ConnectivityRule[] = [
    { file: 'enterprise.yaml', line: 6, entities: ['item'], model: 'federated', members: ['na-erp', 'mes'] },
  ];
  const more = { rules, settings: { identify: ['gtin'] } };
  const [erp, mes] = [await items('na-erp', more), await items('mes', more)];
  await offer(line, erp, pump);
  await offer(line, mes, { ...pump, name: 'Kreiselpumpe' });
  const { items: open } = await get('work?kind=conflict');
  expect(open).toEqual([
    expect.objectContaining({
      owner: 'bob',
      system: 'mes',
      site: 'detroit',
      title: expect.stringContaining(
        'of item 4711 · Centrifugal pump 32 mm: na-erp "Centrifugal pump 32 mm", mes "Kreiselpumpe"',
      ),
    }),
  ]);
  await expectOnlyAtTheMes('conflict');
  const answer = await decide(open[0], 'take', 'the German name is the right one');
  expect(answer).toMatchObject({ status: 200, body: { did: 'what mes says stands: "Kreiselpumpe"' } });
  const { rows } = await hub.database.pool.query(`select data -> 'names' ->> 'en' as name from record`);
  expect(rows).toEqual([{ name: 'Kreiselpumpe' }]);
  expect(await get('work?kind=conflict')).toMatchObject({ total: 0 });
});

const get = async (path: string) => (await hub.ask('GET', `/operations/v1/${path}`)).body;

async function expectOnlyAtTheMes(kind: string): Promise<void> {
  const total = async (where: string) => (await get(`work?kind=${kind}&${where}`)).total;
  expect([await total('system=mes'), await total('site=detroit')]).toEqual([1, 1]);
  expect([await total('system=na-erp'), await total('site=chicago')]).toEqual([0, 0]);
}

function decide({ kind, id }: { kind: string; id: string }, decision: string, reason?: string) {
  return hub.ask('POST', `/operations/v1/work/${kind}/${id}/decide`, { decision, ...(reason && { reason }) });
}

async function keysStanding(): Promise<number> {
  const { rows } = await hub.database.pool.query(`select from record where data ->> 'mergedInto' is null`);
  return rows.length;
}
