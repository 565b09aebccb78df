import { mkdir, readdir, readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { stewarded } from './landscapes.ts';
import { post } from './senders.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked at by matchers
type Answer = any;

let database: TestDatabase;
let target: TestTarget;
let folder: string;
let hub: HubProcess;
const agent = new Agent({ keepAlive: true });

beforeAll(async () => {
  database = await testDatabase();
  target = await startTarget();
  folder = await stewarded(target.url);
  hub = await startHubProcess(folder, database.url);
});
afterAll(async () => {
  agent.destroy();
  await hub?.stop();
  await target?.stop();
  await database?.drop();
});

/** A door opens when its worker has the lease. */
const tell = (door: string, body: object) => until(() => post(agent, `${hub.url}/in/${door}`, body));
const get = (to: string): Promise<Answer> => hub.ask('GET', to);
const received = (no: string) => target.received.map(({ body }) => body).filter((body) => body['no'] === no);

test('15. a translation that a steward adds is in force at once, in the file as a diff that keeps its comments, and frees what waited', async () => {
  await tell('erp/items', { no: 'I1', name: 'Bolt', unit: 'BX' });
  await tell('erp/items', { no: 'I2', name: 'Nut', unit: 'BX' });
  await until(async () => (await get('/codes/missing')).missing[0]?.count === 2);
  const [missing] = (await get('/codes/missing')).missing;
  expect(missing).toMatchObject({ list: 'unit', system: 'erp', value: 'BX', direction: 'in', mended: false });

  const add = (canonical: string) =>
    hub.ask('POST', '/codes', { list: 'unit', system: 'erp', value: 'BX', canonical }) as Promise<Answer>;
  await expect(add('XBXX')).rejects.toThrow(/There is no value of the list unit/);
  const added = await add('XBX');
  expect(added).toMatchObject({
    file: 'codes/erp.unit.yaml',
    written: true,
    group: missing.group,
    parked: 2,
  });
  expect(added.diff).toBe(
    '--- a/codes/erp.unit.yaml\n+++ b/codes/erp.unit.yaml\n@@ -4,3 +4,4 @@\n values:\n   PCS: EA # pieces\n   KG: KGM\n+  BX: XBX\n',
  );
  expect(await readFile(path.join(folder, 'codes/erp.unit.yaml'), 'utf8')).toBe(
    '# How the ERP writes units.\nlist: unit\nsystem: erp\nvalues:\n  PCS: EA # pieces\n  KG: KGM\n  BX: XBX\n',
  );
  expect((await get('/codes/additions')).additions).toMatchObject([
    { value: 'BX', addedBy: 'admin', inFile: true },
  ]);

  await tell('erp/items', { no: 'I3', name: 'Box', unit: 'BX' });
  await until(async () => received('I3').length === 1);
  expect((await get('/codes/missing')).missing[0].mended).toBe(true);
  await hub.ask('POST', `/work/translation/${missing.group}/decide`, { decision: 'replay' });
  await until(async () => received('I1').length === 1 && received('I2').length === 1);
  expect(received('I1')).toEqual([{ no: 'I1', unit: 'XBX' }]);
});

test('15. where the folder cannot be written the hub knows the translation all the same, also after a restart, and says what to commit', async () => {
  await mkdir(path.join(folder, 'codes/crm.unit.yaml/in-the-way'), { recursive: true });
  const addition = { list: 'unit', system: 'crm', value: 'box', canonical: 'XBX' };
  const added = (await hub.ask('POST', '/codes', addition)) as Answer;
  expect(added).toMatchObject({ written: false, because: 'EISDIR' });
  expect(await readdir(path.join(folder, 'codes'))).toEqual([
    'crm.unit.yaml',
    'erp.unit.yaml',
    'shop.promise.kind.yaml',
  ]);
  expect(added.diff).toContain('+++ b/codes/crm.unit.yaml');
  await hub.stop();
  await hub.start();
  await expect(hub.ask('POST', '/codes', { ...addition, canonical: 'XCT' })).rejects.toThrow(
    /unit 'box' of crm is read as XBX already/,
  );
});

test('15. a rule of the landscape lets on and counts, parks, or refuses; what a system mends is over, what a steward lets stand stays', async () => {
  const item = { unit: 'PCS', name: 'Bolt' };
  await tell('erp/items', { ...item, no: 'Q1', name: 'Bo' });
  await tell('erp/items', { ...item, no: 'Q2', name: 'Nu' });
  await tell('erp/items', { ...item, no: 'Q3', unit: 'KG' });
  await tell('erp/items', { ...item, no: 'Q4', name: 'test' });
  await until(async () => received('Q1').length === 1 && received('Q2').length === 1);
  const work = async () => (await get('/work?kind=quality')).items;
  await until(async () => (await work()).length === 2);
  const [parked, warned] = ['PR-02', 'PR-01'].map(async (rule) =>
    (await work()).find(({ title }: { title: string }) => title.includes(rule)),
  );
  expect(await parked).toMatchObject({ count: 1, entity: 'item', site: 'detroit' });
  expect(await warned).toMatchObject({ count: 2, severity: 'W' });
  expect(received('Q3')).toEqual([]);
  expect(received('Q4')).toEqual([]);
  const refused = (await get('/parked?state=discarded&code=rule-refused')).messages;
  const because = expect.stringContaining('PR-03');
  expect(refused).toMatchObject([{ state: 'discarded', decidedBy: 'the hub', reason: because }]);

  await tell('erp/items', { ...item, no: 'Q1', name: 'Bolt M8' });
  await until(async () => (await work()).find(({ severity }: Answer) => severity)?.count === 1);
  const { id } = (await work()).find(({ severity }: Answer) => severity);
  await hub.ask('POST', `/work/quality/${id}/decide`, { decision: 'accept', reason: 'a short name' });
  await tell('erp/items', { ...item, no: 'Q2', name: 'Nu', version: 2 });
  await tell('erp/items', { ...item, no: 'Q5', name: 'Bolt M10' });
  await until(async () => received('Q5').length === 1);
  expect((await work()).filter(({ severity }: Answer) => severity)).toEqual([]);
});

test('15. what breaks a rule of the model names the mapping by its place in the landscape', async () => {
  await tell('erp/suppliers', { no: 'BAD', by: 'kim', duns: '150483782', iban: 'DE00500105175407324931' });
  await until(async () => (await get('/parked?state=parked&interface=erp/suppliers')).messages.length === 1);
  const [{ id }] = (await get('/parked?state=parked&interface=erp/suppliers')).messages;
  expect((await get(`/parked/${id}`)).problem).toMatchObject({ file: 'systems/suppliers.in.jsonata' });
});

test('15. the score of an entity, system and site counts each message once, by rule', async () => {
  let score: Answer;
  await until(async () => {
    [score] = (await get('/quality?entity=item&system=erp')).scores;
    return score?.checked === 12;
  });
  expect(score).toMatchObject({ entity: 'item', system: 'erp', site: 'detroit' });
  const found = Object.fromEntries(score.rules.map(({ rule, found }: Answer) => [rule, found]));
  expect(found).toEqual({ 'PR-01': 3, 'PR-02': 1, 'PR-03': 1, 'code-unknown': 2 });
  expect(score.score).toBeCloseTo(5 / 12, 3);
  expect(score.history.at(-1).checked).toBeGreaterThan(0);
});

test('15. a changed bank account waits for a second person: the old one holds everywhere until then, and what is asked survives a kill', async () => {
  const acme = { no: 'S1', name: 'Acme', duns: '150483782', iban: ['DE89370400440532013000'] };
  await tell('erp/suppliers', acme);
  await until(async () => received('S1').length === 1);
  await tell('erp/suppliers', { ...acme, name: 'Acme Inc', iban: ['GB29NWBK60161331926819'], by: 'mallory' });
  await until(async () => received('S1').length === 2);
  // What is not governed goes on at once.
  expect(received('S1').at(-1)).toEqual({ no: 'S1', name: 'Acme Inc', iban: 'DE89370400440532013000' });
  await hub.kill();
  await hub.start();
  const [approval] = (await get('/work?kind=approval')).items;
  expect(approval).toMatchObject({ count: 1, entity: 'supplier', system: 'erp' });
  const detail = await get(`/work/approval/${approval.id}`);
  expect(detail.details).toMatchObject({
    proposedBy: ['mallory'],
    is: { bankAccounts: [{ iban: 'DE89370400440532013000' }] },
    proposed: { bankAccounts: [{ iban: 'GB29NWBK60161331926819' }] },
  });

  const mallory = await personCalled('mallory');
  const bob = await personCalled('bob');
  const yes = { decision: 'approve', reason: 'confirmed by phone' };
  expect(await mallory(`work/approval/${approval.id}/decide`, yes)).toMatchObject({
    status: 403,
    body: { code: 'second-person-needed' },
  });
  expect(await bob(`work/approval/${approval.id}/decide`, yes)).toMatchObject({ status: 200 });
  await until(async () => received('S1').at(-1)?.['iban'] === 'GB29NWBK60161331926819');
  expect(await bob(`work/approval/${approval.id}/decide`, yes)).toMatchObject({ status: 404 });
  const { rows } = await database.pool.query(
    `select data -> 'decided' as decided from ledger where type = 'supplier.changed' order by position desc limit 1`,
  );
  expect(rows[0].decided).toMatchObject({ by: 'bob', proposers: ['mallory'], reason: 'confirmed by phone' });
});

test('15. an approval that is rejected changes nothing, stands in the ledger and the audit, and reaches no target', async () => {
  const nut = { no: 'S2', name: 'Nut Works', duns: '150483783', iban: ['DE89370400440532013000'] };
  await tell('erp/suppliers', nut);
  await tell('erp/suppliers', { ...nut, iban: ['GB29NWBK60161331926819'] });
  await until(async () => (await get('/work?kind=approval')).total === 1);
  const [{ id, key }] = (await get('/work?kind=approval')).items;
  await expect(hub.ask('POST', `/work/approval/${id}/decide`, { decision: 'reject' })).rejects.toThrow(
    /reason/,
  );
  await hub.ask('POST', `/work/approval/${id}/decide`, { decision: 'reject', reason: 'nobody knows it' });
  await tell('erp/suppliers', { ...nut, iban: ['GB29NWBK60161331926819'], name: 'Nut Works Ltd' });
  await until(async () => received('S2').at(-1)?.['name'] === 'Nut Works Ltd');
  expect(received('S2').map((body) => body['iban'])).toEqual([
    'DE89370400440532013000',
    'DE89370400440532013000',
  ]);
  const { rows } = await database.pool.query(
    `select type, data from ledger where subject = $1 and type like 'decision.%'`,
    [key],
  );
  expect(rows).toMatchObject([
    { type: 'decision.supplier.rejected', data: { decided: { by: 'admin', reason: 'nobody knows it' } } },
  ]);
  const { rows: audits } = await database.pool.query(
    `select details from audit where action = 'approval.reject'`,
  );
  expect(audits).toEqual([{ details: { reason: 'nobody knows it' } }]);
});

test('15. a changed DUNS number waits for a steward whoever says it, and goes out again as it stands when the steward says no', async () => {
  const valve = { no: 'S4', name: 'Valve Works', duns: '150483785', iban: ['DE89370400440532013000'] };
  await tell('erp/suppliers', valve);
  await tell('erp/suppliers', { ...valve, name: 'Valve Works Ltd', duns: '804735132' });
  await until(async () => received('S4').length === 2);
  const standing = async () => {
    const { rows } = await database.pool.query(
      `select data -> 'identifiers' -> 0 ->> 'value' as duns from record where data ->> 'number' = 'S4'`,
    );
    return rows[0].duns;
  };
  expect(await standing()).toBe('150483785');
  const [{ id, title }] = (await get('/work?kind=approval')).items;
  expect(title).toBe('identifiers of supplier S4 would change, by erp/suppliers');
  await hub.ask('POST', `/work/approval/${id}/decide`, { decision: 'reject', reason: 'typed wrongly' });
  await until(async () => received('S4').length === 3);
  await tell('erp/suppliers', { ...valve, duns: '150483786' });
  await until(async () => (await get('/work?kind=approval')).total === 1);
  const [again] = (await get('/work?kind=approval')).items;
  await hub.ask('POST', `/work/approval/${again.id}/decide`, { decision: 'approve' });
  await until(async () => (await standing()) === '150483786');
});

test('15. what a system takes back before it is approved is withdrawn', async () => {
  const gear = { no: 'S3', name: 'Gear Works', duns: '150483784', iban: ['DE89370400440532013000'] };
  await tell('erp/suppliers', gear);
  await tell('erp/suppliers', { ...gear, iban: ['GB29NWBK60161331926819'] });
  await until(async () => (await get('/work?kind=approval')).total === 1);
  await tell('erp/suppliers', { ...gear, by: 'again' });
  await until(async () => (await get('/work?kind=approval')).total === 0);
  const { rows } = await database.pool.query('select state from approval order by id');
  expect(rows.map(({ state }) => state).slice(-1)).toEqual(['withdrawn']);
});

test('15. a target below its declared completeness sends nothing and says why; once it is complete enough it is live, and stays so', async () => {
  const shop = async () => {
    const systems = (await get('/sites')).sites.flatMap((site: Answer) => site.systems);
    return systems.find(({ code }: Answer) => code === 'shop').interfaces[0];
  };
  // First the one that cannot be delivered: of the other alone all could be.
  await tell('erp/customers', { no: 'C2', kind: 'new' });
  await tell('erp/customers', { no: 'C1', kind: 'best' });
  await until(async () => (await shop()).hold?.reason.startsWith('1 of 2'));
  expect(await shop()).toMatchObject({
    state: 'held',
    hold: {
      state: 'held-gate',
      reason: '1 of 2 can be delivered, it goes live at 75 %; missing: promise.kind code 1',
    },
    open: { parked: 0 },
  });
  expect(received('C1')).toEqual([]);
  await hub.ask('POST', '/codes', { list: 'promise.kind', system: 'shop', value: 'N', canonical: 'new' });
  await until(async () => received('C1').length === 1 && received('C2').length === 1);
  expect([...received('C1'), ...received('C2')]).toEqual([
    { no: 'C1', kind: 'A' },
    { no: 'C2', kind: 'N' },
  ]);
  await tell('erp/customers', { no: 'C3', kind: 'odd' });
  await tell('erp/customers', { no: 'C4', kind: 'odd' });
  await tell('erp/customers', { no: 'C5', kind: 'best' });
  await until(async () => received('C5').length === 1);
  // The target has it before the hub has committed what it parked beside it.
  await until(async () => (await shop()).open.parked === 2);
  expect(await shop()).toMatchObject({ state: 'running' });
  const { references, translations, targets } = await get('/completeness?entity=customer');
  expect(references).toEqual([{ system: 'erp', entity: 'customer', records: 5, known: 5, share: 1 }]);
  expect(translations.find(({ system }: Answer) => system === 'shop')).toEqual({
    system: 'shop',
    entity: 'customer',
    what: 'codes',
    known: 2,
    missing: 1,
    share: 0.6666,
    parked: 2,
  });
  expect(targets).toMatchObject([
    {
      interface: 'shop/customers',
      meant: 5,
      deliverable: 3,
      share: 0.6,
      goLive: 0.75,
      liveAt: expect.any(String),
    },
  ]);
});

/** Asks under a key of their own. */
async function personCalled(name: string) {
  const { key } = (await hub.ask('POST', '/keys', { name, role: 'steward' })) as { key: string };
  return async (to: string, body: object) => {
    const answer = await fetch(`${hub.url}/operations/v1/${to}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };
}
