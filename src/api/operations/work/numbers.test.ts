import { afterEach, beforeEach, expect, test } from 'vitest';
import { offer, openInlet, type Spoken, testLine } from '../../../../test/line.ts';
import type { InboundLine, Inlet } from '../../../inbound.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let line: InboundLine;
let erp: Inlet;

const map = `{ "localKey": no, "status": "active", "number": no, "names": {"en": name}, "baseUnit": "EA", "changedBy": by,
  "netWeight": weight, "sourceChangedAt": at, "identifiers": gtin ? [{"scheme": "gtin", "value": gtin}] : null }`;
const items = (system: string, more: Partial<Spoken> = {}) =>
  openInlet(line, { system, name: 'items', entity: 'item', map, matching: {}, ...more });
const [OLD, NEW, THIRD] = ['4006381333931', '4012345678901', '4002345678902'];
const pump = { no: '4711', name: 'Pump', gtin: OLD, at: '2026-01-01T00:00:00Z' };

beforeEach(async () => {
  hub = await testServer();
  line = testLine(hub.database.pool);
  erp = await items('na-erp', { settings: { lists: 'complete', identify: ['gtin'] } });
  await offer(line, erp, pump);
});
afterEach(() => hub.close());

test('a changed GTIN waits for a steward with both values and their ages; all else of the message goes on, and nothing is overwritten', async () => {
  const messages = await offer(line, erp, {
    ...pump,
    gtin: NEW,
    name: 'Pump 32',
    by: 'kim',
    at: '2026-02-01T00:00:00Z',
  });
  expect(messages).toMatchObject([{ outcome: 'accepted' }]);
  expect(await record()).toMatchObject({ names: { en: 'Pump 32' }, identifiers: [{ value: OLD }] });
  const [open] = await work();
  expect(open).toMatchObject({
    kind: 'approval',
    entity: 'item',
    system: 'na-erp',
    title: 'identifiers of item 4711 would change, by kim',
  });
  const { body } = await hub.ask('GET', `/operations/v1/work/approval/${open.id}`);
  expect(body.details).toMatchObject({
    is: { identifiers: [{ scheme: 'gtin', value: OLD }] },
    proposed: { identifiers: [{ scheme: 'gtin', value: NEW }] },
    standsBy: [
      { attribute: `/identifiers/gtin++${OLD}`, by: 'na-erp/items', at: '2026-01-01T00:00:00.000Z' },
    ],
    proposedBy: ['kim'],
    proposedAt: expect.any(String),
  });
});

test('what the steward says yes to takes the place of the old one, and is told to all others', async () => {
  await offer(line, erp, { ...pump, gtin: NEW });
  await decide('approve');
  expect((await record())['identifiers']).toEqual([{ scheme: 'gtin', value: NEW }]);
  expect(await lastEntry()).toMatchObject({ system: 'na-erp', data: { decided: { by: 'admin' } } });
});

test('what the steward says no to goes to every system as it stands, and what the system says instead is asked again', async () => {
  await offer(line, erp, { ...pump, gtin: NEW });
  await decide('reject');
  expect((await record())['identifiers']).toEqual([{ scheme: 'gtin', value: OLD }]);
  expect(await lastEntry()).toMatchObject({
    type: 'item.changed',
    system: 'steward',
    data: { version: 2, decided: { by: 'admin' }, record: { identifiers: [{ value: OLD }] } },
  });
  await offer(line, erp, { ...pump, gtin: THIRD });
  await decide('approve');
  expect((await record())['identifiers']).toEqual([{ scheme: 'gtin', value: THIRD }]);
});

test('what a system takes back before anybody decided is withdrawn', async () => {
  await offer(line, erp, { ...pump, gtin: NEW });
  await offer(line, erp, { ...pump, gtin: OLD, name: 'Pump again' });
  expect(await work()).toEqual([]);
});

test('where lists are partial a number that takes the place of another asks all the same', async () => {
  const mes = await items('mes', { settings: { lists: 'partial', identify: ['gtin'] } });
  await offer(line, mes, { ...pump, no: 'P1' });
  await offer(line, mes, { ...pump, no: 'P1', gtin: NEW });
  expect((await record())['identifiers']).toEqual([{ scheme: 'gtin', value: OLD }]);
  await decide('approve');
  expect((await record())['identifiers']).toEqual([{ scheme: 'gtin', value: NEW }]);
});

test('the first number asks nobody, and a number that is taken away does', async () => {
  await offer(line, erp, { no: '4712', name: 'Valve' });
  await offer(line, erp, { no: '4712', name: 'Valve', gtin: NEW });
  expect(await work()).toEqual([]);
  await offer(line, erp, { no: '4712', name: 'Valve', gtin: null });
  const [open] = await work();
  expect(open.title).toContain('identifiers of item 4712 would change');
  await decide('approve');
  expect((await record('4712'))['identifiers']).toBeUndefined();
});

test('what is cleared in the same message is cleared at once', async () => {
  await offer(line, erp, { ...pump, weight: { value: '2', unit: 'KGM' } });
  await offer(line, erp, { ...pump, weight: null, gtin: NEW });
  expect(await record()).not.toHaveProperty('netWeight');
  expect((await record())['identifiers']).toEqual([{ scheme: 'gtin', value: OLD }]);
});

async function work() {
  return (await hub.ask('GET', '/operations/v1/work?kind=approval')).body.items;
}

async function decide(decision: string): Promise<void> {
  const [{ id }] = await work();
  const body = { decision, reason: 'as on the label' };
  expect(await hub.ask('POST', `/operations/v1/work/approval/${id}/decide`, body)).toMatchObject({
    status: 200,
  });
}

async function record(number = '4711'): Promise<JsonObject> {
  const { rows } = await hub.database.pool.query(`select data from record where data ->> 'number' = $1`, [
    number,
  ]);
  return rows[0].data;
}

async function lastEntry() {
  const { rows } = await hub.database.pool.query(
    `select type, system, data from ledger where type = 'item.changed' order by position desc limit 1`,
  );
  return rows[0];
}
