import { afterEach, beforeEach, expect, test } from 'vitest';
import { offer, openInlet, type Spoken, testLine } from '../../../../test/line.ts';
import type { InboundLine } from '../../../inbound.ts';
import type { ConnectivityRule } from '../../../landscape/landscape.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let line: InboundLine;

beforeEach(async () => {
  hub = await testServer();
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

test('a pair that may be one thing is work, named by what people call both, and is made one from the list', async () => {
  const [na, eu] = [await items('na', { matching: {} }), await items('eu', { matching: {} })];
  await offer(line, na, pump);
  await offer(line, eu, { ...pump, no: 'P900', name: 'Pump' });
  const { items: open } = await get('work?kind=match');
  expect(open).toEqual([
    expect.objectContaining({
      kind: 'match',
      entity: 'item',
      owner: 'anna',
      title: expect.stringContaining('item P900 · Pump may be 4711 · Centrifugal pump 32 mm'),
    }),
  ]);
  expect(await decide(open[0], 'link')).toMatchObject({ status: 400 });
  expect(await decide(open[0], 'link', 'the same pump')).toMatchObject({ status: 200 });
  expect(await keysStanding()).toBe(1);
  expect(await get('work?kind=match')).toMatchObject({ total: 0 });
});

test('a conflict is work, and one of its values is let stand from the list', async () => {
  const rules: ConnectivityRule[] = [
    { file: 'enterprise.yaml', line: 6, entities: ['item'], model: 'federated', members: ['na', 'eu'] },
  ];
  const more = { rules, settings: { identify: ['gtin'] } };
  const [na, eu] = [await items('na', more), await items('eu', more)];
  await offer(line, na, pump);
  await offer(line, eu, { ...pump, name: 'Kreiselpumpe' });
  const { items: open } = await get('work?kind=conflict');
  expect(open).toEqual([
    expect.objectContaining({
      title: expect.stringContaining(
        'of item 4711 · Centrifugal pump 32 mm: na "Centrifugal pump 32 mm", eu "Kreiselpumpe"',
      ),
    }),
  ]);
  const answer = await decide(open[0], 'take', 'the German name is the right one');
  expect(answer).toMatchObject({ status: 200, body: { did: 'what eu says stands: "Kreiselpumpe"' } });
  const { rows } = await hub.database.pool.query(`select data -> 'names' ->> 'en' as name from record`);
  expect(rows).toEqual([{ name: 'Kreiselpumpe' }]);
  expect(await get('work?kind=conflict')).toMatchObject({ total: 0 });
});

const get = async (path: string) => (await hub.ask('GET', `/operations/v1/${path}`)).body;

function decide({ kind, id }: { kind: string; id: string }, decision: string, reason?: string) {
  return hub.ask('POST', `/operations/v1/work/${kind}/${id}/decide`, { decision, ...(reason && { reason }) });
}

async function keysStanding(): Promise<number> {
  const { rows } = await hub.database.pool.query(`select from record where data ->> 'mergedInto' is null`);
  return rows.length;
}
