import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offer, openInlet, type Spoken, testLine } from '../../../../test/line.ts';
import type { InboundLine } from '../../../inbound.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let line: InboundLine;
let N: string;
let E: string;

const items = (system: string): Spoken => ({
  system,
  name: 'items',
  entity: 'item',
  map: `{ "localKey": no, "status": "active", "number": no, "names": {"en": name}, "baseUnit": "EA",
          "identifiers": [gtin ? {"scheme": "gtin", "value": gtin}, mpn ? {"scheme": "mpn", "value": mpn, "issuer": "ACME"}] }`,
  matching: {},
});
const pump = { no: 'N1', name: 'Centrifugal pump', gtin: '4006381333931', mpn: 'CP-32-1000' };

beforeAll(async () => {
  hub = await testServer();
  line = testLine(hub.database.pool);
  const na = await openInlet(line, items('na-erp'));
  const eu = await openInlet(line, items('crm'));
  N = keyOf(await offer(line, na, pump));
  E = keyOf(await offer(line, eu, { ...pump, no: 'E1', name: 'Pump', mpn: '' }));
  await offer(line, eu, { ...pump, no: 'E2' });
});
afterAll(() => hub.close());

const api = '/operations/v1';
const post = (path: string, body: object) =>
  hub.ask('POST', `${api}/${path}`, { reason: 'looked at both', ...body });
const get = (path: string) => hub.ask('GET', `${api}/${path}`);

describe('matches', () => {
  test('a preview tells what other weights would link and ask, and changes nothing', async () => {
    const now = (await post('matches/preview', { reason: undefined, entity: 'item', change: {} })).body;
    expect(now).toMatchObject({
      things: 3,
      pairs: { link: 1, ask: 1, vetoed: 0 },
      differences: { link: 0, ask: 0, notLink: 0 },
    });
    const bold = { weights: { gtin: 90 } };
    const { body } = await post('matches/preview', { reason: undefined, entity: 'item', change: bold });
    expect(body.pairs).toMatchObject({ link: 2 });
    const shy = await post('matches/preview', {
      reason: undefined,
      entity: 'item',
      change: { weights: { gtin: 0, makerPart: 0 } },
    });
    expect(shy.body.differences).toEqual({ link: 0, ask: 0, notLink: 1 });
    expect((await get('matches')).body.total).toBe(1);
  });

  test('where no bills are built alike none are told', async () => {
    expect((await get('matches/copies')).body).toEqual({ copies: [] });
  });

  test('a pair is listed with what each attribute gave', async () => {
    const { body } = await get('matches?entity=item');
    expect(body).toMatchObject({
      total: 1,
      reviews: [{ entity: 'item', a: N, b: E, bSystem: 'crm', state: 'open' }],
    });
    const total = async (query: string) => (await get(`matches?${query}`)).body.total;
    expect([await total('system=crm'), await total(`key=${N}`), await total(`key=${E}`)]).toEqual([1, 1, 1]);
    expect([await total('system=na-erp'), await total('key=itm_none')]).toEqual([0, 0]);
    const { body: one } = await get(`matches/${body.reviews[0].id}`);
    expect(one.reasons[0]).toEqual({ by: 'gtin', a: pump.gtin, b: pump.gtin, points: 60, of: 60 });
  });

  test('linking is audited; the old key leads on, in records and in the trace; separating brings it back', async () => {
    const [{ id }] = (await get('matches')).body.reviews;
    expect(await post(`matches/${id}/decide`, { decision: 'link' })).toMatchObject({
      status: 200,
      body: { key: E, other: N, moved: [{ system: 'crm', localKey: 'E1' }] },
    });
    expect((await get(`records/item/${E}`)).body).toMatchObject({ key: N, mergedFrom: E });
    expect((await get(`matches/of/${E}`)).body).toMatchObject({
      mergedInto: N,
      reviews: [{ state: 'linked' }],
    });
    const { body: trace } = await get(`trace?key=${E}`);
    expect(trace.matches.map(({ key }: { key: string }) => key)).toEqual([E, N]);
    expect(await post(`matches/${id}/decide`, { decision: 'link' })).toMatchObject({ status: 404 });
    expect(await audited()).toEqual([{ action: 'match.link', subject: `${E} ${N}` }]);

    expect(await post('matches/separate', { key: E })).toMatchObject({
      status: 200,
      body: { key: E, other: N },
    });
    expect((await get(`records/item/${E}`)).body).toMatchObject({ key: E, record: { status: 'active' } });
    expect((await get('matches?state=separate')).body.total).toBe(1);
  });

  test('a key of a system that was matched is shown why, and parted', async () => {
    const { body } = await get('matches/of/crm:E2');
    expect(body.key).toBe(N);
    const why = expect.objectContaining({ cause: 'matched', localKey: 'E2', score: 100 });
    expect(body.history).toContainEqual(why);
    const parted = await post('matches/separate', { key: 'crm:E2' });
    expect(parted.body).toMatchObject({ other: N, moved: [{ system: 'crm', localKey: 'E2' }] });
    expect((await get('records/item/crm:E2')).body.key).toBe(parted.body.key);
  });

  test('two keys are merged as asked, and what cannot be is refused', async () => {
    expect(await post('matches/merge', { entity: 'item', loser: E, survivor: E })).toMatchObject({
      status: 409,
    });
    expect(await post('matches/merge', { entity: 'itm', loser: E, survivor: N })).toMatchObject({
      status: 404,
    });
    expect(await post('matches/merge', { entity: 'item', loser: E, survivor: N })).toMatchObject({
      status: 200,
    });
    expect(await post('matches/separate', { key: 'itm_none' })).toMatchObject({ status: 404 });
    expect(await post('matches/separate', { key: N })).toMatchObject({ status: 409 });
  });
});

async function audited() {
  const { rows } = await hub.database.pool.query(
    `select action, subject from audit where action like 'match%' order by id`,
  );
  return rows;
}

function keyOf([outcome]: unknown[]): string {
  return (outcome as { key: string }).key;
}
