import { afterAll, beforeAll, expect, test } from 'vitest';
import { offer, openInlet, testLine } from '../../../../test/line.ts';
import type { Inlet } from '../../../inbound.ts';
import type { ConnectivityRule } from '../../../landscape/landscape.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let erp: Inlet;
let crm: Inlet;
let codes: Inlet;

beforeAll(async () => {
  hub = await testServer();
  const line = testLine(hub.database.pool);
  const items = (system: string, name: string, rules: ConnectivityRule[], unit: string) =>
    openInlet(line, {
      system,
      name,
      entity: 'item',
      map: `{ "localKey": no, "number": no, "status": "active", "names": {"en": name}, "baseUnit": ${unit},
              "identifiers": [{ "scheme": "gtin", "value": gtin }] }`,
      settings: { identify: ['gtin'] },
      rules,
    });
  const rules: ConnectivityRule[] = [
    { file: 'enterprise.yaml', line: 13, entities: ['item'], model: 'centralized', authority: 'erp' },
  ];
  erp = await items('erp', 'items', rules, '"EA"');
  crm = await items('crm', 'items', rules, '"EA"');
  codes = await items('mes', 'units', [], "$code('unit', unit)");
  const bolt = { no: 'N1', name: 'Bolt', gtin: '4006381333931' };
  await offer(line, erp, bolt);
  await offer(line, crm, { ...bolt, no: 'C1' });
  await offer(line, crm, { ...bolt, no: 'C1', name: 'Screw' });
  await offer(line, codes, { no: 'M1', name: 'Nut', gtin: '4006381333948', unit: 'BX' });
  await offer(line, codes, { no: 'M2', name: 'Nut', gtin: '4006381333955', unit: 'BX' });
  await offer(line, codes, { no: 'M3', name: 'Nut', gtin: '4006381333932', unit: 'EA' });
});
afterAll(() => hub.close());

const get = async (path: string) => (await hub.ask('GET', `/operations/v1/${path}`)).body;
const post = (path: string, body: object) => hub.ask('POST', `/operations/v1/${path}`, body);

test('one list holds change requests, missing translations and quality failures, each with owner, site and due time', async () => {
  const { items, total, kinds } = await get('work');
  expect({ total, kinds }).toEqual({ total: 3, kinds: { request: 1, translation: 1, quality: 1 } });
  const byKind = new Map(items.map((item: { kind: string }) => [item.kind, item]));
  expect(byKind.get('request')).toMatchObject({
    title: 'crm/items would change names/en of item C1',
    owner: 'anna',
    site: 'chicago',
    entity: 'item',
    overdue: false,
  });
  expect(byKind.get('translation')).toMatchObject({
    title: "unit 'BX' of mes has no translation",
    count: 2,
    site: 'detroit',
  });
  expect(byKind.get('quality')).toMatchObject({ title: expect.stringContaining('IT-02'), overdue: true });
  const dues = items.map(({ dueAt }: { dueAt: string }) => dueAt);
  expect(dues).toEqual([...dues].sort());
});

test('the list is narrowed by kind, site, time and person', async () => {
  const kindsOf = async (query: string) =>
    (await get(`work?${query}`)).items.map(({ kind }: { kind: string }) => kind).sort();
  expect(await kindsOf('kind=request')).toEqual(['request']);
  expect(await kindsOf('site=detroit')).toEqual(['quality', 'translation']);
  expect(await kindsOf('overdue=true')).toEqual(['quality']);
  expect(await kindsOf('who=anna&kind=translation')).toEqual([]);
  expect(await kindsOf('key=nothing')).toEqual([]);
});

test('an item is given to a person, talked about, and due when they say', async () => {
  const [{ id }] = (await get('work?kind=translation')).items;
  const dueAt = '2031-01-01T00:00:00.000Z';
  await post(`work/translation/${id}/assign`, { assignee: 'bob', dueAt });
  const { body } = await post(`work/translation/${id}/comment`, { comment: 'BX is a box of ten' });
  expect(body).toMatchObject({ assignee: 'bob', dueAt });
  expect(body.comments).toMatchObject([{ author: 'admin', comment: 'BX is a box of ten' }]);
  expect((await get('work?who=bob')).total).toBe(1);
  expect((await post('work/translation/nothing/assign', { assignee: 'bob' })).status).toBe(404);
});

test('no is said with a reason, and what cannot be decided is refused', async () => {
  const [{ id }] = (await get('work?kind=request')).items;
  expect(await post(`work/request/${id}/decide`, { decision: 'reject' })).toMatchObject({ status: 400 });
  expect(await post(`work/request/${id}/decide`, { decision: 'link' })).toMatchObject({
    status: 400,
    body: { advice: 'Decide one of: accept, reject.' },
  });
  expect((await get('work?kind=request')).total).toBe(1);
});

test('a request that a steward accepts changes the record, stands in the ledger as the word of who asked, and is audited', async () => {
  const [{ id, key }] = (await get('work?kind=request')).items;
  const decided = { decision: 'accept', reason: 'sales names it' };
  expect((await post(`work/request/${id}/decide`, decided)).body).toEqual({
    did: 'accepted; changed: /names/en',
  });
  const { pool } = hub.database;
  const { rows } = await pool.query(
    `select data #>> '{names,en}' as name, version from record where key = $1`,
    [key],
  );
  expect(rows).toEqual([{ name: 'Screw', version: 2 }]);
  const { rows: entries } = await pool.query(
    `select id, type, system, batch, data -> 'changed' as changed, data -> 'decided' as decided from ledger order by position desc limit 1`,
  );
  expect(entries).toMatchObject([
    {
      id: `${key}@2`,
      type: 'item.changed',
      system: 'crm',
      batch: expect.any(Number),
      changed: ['/names/en'],
      decided: { work: `request/${id}`, by: 'admin', reason: 'sales names it' },
    },
  ]);
  const { rows: audits } = await pool.query(`select subject from audit where action = 'request.accept'`);
  expect(audits).toEqual([{ subject: id }]);
  expect((await get('work?kind=request')).total).toBe(0);
  expect((await post(`work/request/${id}/decide`, decided)).status).toBe(404);
});

test('a group of parked messages is taken out of the line as work', async () => {
  const [{ id }] = (await get('work?kind=translation')).items;
  const { body } = await post(`work/translation/${id}/decide`, {
    decision: 'discard',
    reason: 'nobody sells boxes',
  });
  expect(body).toEqual({ did: '2 messages discarded' });
  expect((await get('work?kind=translation')).total).toBe(0);
});
