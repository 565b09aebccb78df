import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createScene, type Scene } from '../../../observability/journey.testing.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { type Role, roles } from '../../../vocabulary/role.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let scene: Scene;
beforeAll(async () => {
  hub = await testServer();
  scene = createScene(hub.database.pool);
});
afterAll(() => hub.close());
beforeEach(() =>
  hub.database.pool.query(`truncate parked, audit; delete from access_key where name <> 'admin'`),
);

const API = '/operations/v1';

async function bearer(name: string, role: Role, sites?: string[]) {
  const { body } = await hub.ask('POST', `${API}/keys`, { name, role, ...(sites && { sites }) });
  return async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const headers = { authorization: `Bearer ${body.key}` };
    const answer = await hub.app.inject({ method, url: API + url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
}

async function holdAt(interfaceId: string): Promise<number> {
  const message = {
    problem: problem('mapping-failed', 'map', 'no such field'),
    raw: '{}',
    position: 0,
    attempts: 1,
  };
  await scene.hold('in', interfaceId, 'item', {
    ...message,
    state: 'parked',
    messageId: interfaceId,
    document: {},
  });
  const { rows } = await hub.database.pool.query('select max(id) as id from parked');
  return rows[0].id;
}

const DEEDS: Record<string, [string, object, Role[]]> = {
  'hand parked work back': ['/parked/replay', { all: true }, ['operator', 'steward', 'integrator', 'admin']],
  'discard parked work': [
    '/parked/discard',
    { all: true, reason: 'a test' },
    ['operator', 'integrator', 'admin'],
  ],
  'announce a window': [
    '/maintenance/announce',
    { system: 'crm', lasts: '1h' },
    ['operator', 'integrator', 'admin'],
  ],
  'decide what is true': ['/work/match/1/decide', { decision: 'link' }, ['steward', 'integrator', 'admin']],
  'complete a code list': [
    '/codes',
    { list: 'unit', system: 'crm', value: 'x', canonical: 'EA' },
    ['steward', 'integrator', 'admin'],
  ],
  'change the landscape': ['/landscape/undo', {}, ['integrator', 'admin']],
  'make a key': ['/keys', { name: 'new' }, ['admin']],
  'look ahead': ['/parked/preview', { all: true }, [...roles]],
};

describe('a role', () => {
  test.each(Object.entries(DEEDS))(
    'may %s, or is told whose work that is',
    async (_name, [url, body, allowed]) => {
      const refused: string[] = [];
      for (const role of roles) {
        const ask = await bearer(`a-${role}`, role);
        const answer = await ask('POST', url, body);
        if (answer.status !== 403) continue;
        refused.push(role);
        expect(answer.body).toMatchObject({
          code: 'forbidden',
          detail: expect.stringContaining(`a-${role} is ${role}`),
        });
      }
      expect(refused).toEqual(roles.filter((role) => !allowed.includes(role)));
    },
  );

  test('reads everything, also the least of them; only who has which key is for administrators', async () => {
    const ask = await bearer('eve', 'viewer');
    for (const url of ['/sites', '/parked', '/work', '/audit', '/maintenance', '/me'])
      expect((await ask('GET', url)).status).toBe(200);
    expect((await ask('GET', '/keys')).status).toBe(403);
    expect((await ask('GET', '/me')).body).toEqual({ name: 'eve', role: 'viewer' });
  });
});

describe('a key for some sites', () => {
  test('acts on the systems there: of what is chosen by a filter only theirs is taken, what is elsewhere is refused by name', async () => {
    const ask = await bearer('dan', 'operator', ['detroit']);
    const [theirs, other] = [await holdAt('mes/confirmations'), await holdAt('crm/orders')];
    const reason = 'no longer needed';
    expect((await ask('POST', '/parked/discard', { all: true, reason })).body).toEqual({
      decided: 1,
      left: 0,
    });
    const { rows } = await hub.database.pool.query(`select id from parked where state = 'discarded'`);
    expect(rows).toEqual([{ id: theirs }]);
    expect(await ask('POST', `/parked/${other}/unblock`, { reason })).toMatchObject({
      status: 403,
      body: { code: 'forbidden', detail: 'dan may act at detroit; this is at chicago.' },
    });
    const window = { lasts: '1h' };
    expect((await ask('POST', '/maintenance/announce', { ...window, system: 'mes' })).status).toBe(200);
    expect((await ask('POST', '/maintenance/announce', { ...window, system: 'crm' })).status).toBe(403);
    expect((await ask('POST', '/replay', { interface: 'na-erp/orders', from: 1 })).status).toBe(403);
  });

  test('does nothing that concerns all sites', async () => {
    const ask = await bearer('eva', 'steward', ['detroit']);
    const body = { list: 'unit', system: 'mes', value: 'x', canonical: 'EA' };
    expect(await ask('POST', '/codes', body)).toMatchObject({
      status: 403,
      body: { detail: 'eva may act at detroit; this concerns all sites.' },
    });
  });

  test('is made for sites that there are', async () => {
    const answer = await hub.ask('POST', `${API}/keys`, { name: 'x', role: 'operator', sites: ['detriot'] });
    expect(answer).toMatchObject({ status: 400, body: { advice: 'Did you mean detroit?' } });
  });
});

test('a revoked key opens nothing, its name can be given again, and all of it stands in the audit', async () => {
  const before = await bearer('dan', 'viewer');
  expect((await hub.ask('POST', `${API}/keys`, { name: 'dan' })).status).toBe(400);
  expect((await hub.ask('POST', `${API}/keys/revoke`, { name: 'dan' })).status).toBe(200);
  expect((await before('GET', '/me')).status).toBe(401);
  const after = await bearer('dan', 'operator', ['detroit']);
  expect((await after('GET', '/me')).body).toEqual({ name: 'dan', role: 'operator', sites: ['detroit'] });
  const { body } = await hub.ask('GET', `${API}/audit?action=key`);
  expect(
    body.entries.map(({ action, subject, details }: Record<string, unknown>) => [action, subject, details]),
  ).toEqual([
    ['key.add', 'dan', { role: 'operator', sites: ['detroit'] }],
    ['key.revoke', 'dan', {}],
    ['key.add', 'dan', { role: 'viewer' }],
  ]);
  const { keys } = (await hub.ask('GET', `${API}/keys`)).body;
  expect(keys.map(({ name }: { name: string }) => name)).toEqual(['admin', 'dan']);
});

test('the last administrator cannot be taken away', async () => {
  expect((await hub.ask('POST', `${API}/keys/revoke`, { name: 'admin' })).status).toBe(400);
  await bearer('ada', 'admin');
  expect((await hub.ask('POST', `${API}/keys/revoke`, { name: 'ada' })).status).toBe(200);
});

test('the audit is read in pages, the newest first, by who, what and about what', async () => {
  for (const name of ['a', 'b', 'c']) await bearer(name, 'viewer');
  const page = (await hub.ask('GET', `${API}/audit?limit=2`)).body;
  expect(page.entries.map(({ subject }: { subject: string }) => subject)).toEqual(['c', 'b']);
  const rest = (await hub.ask('GET', `${API}/audit?limit=2&cursor=${page.next}`)).body;
  expect(rest).toMatchObject({ entries: [{ subject: 'a', actor: 'admin', action: 'key.add' }] });
  expect(rest).not.toHaveProperty('next');
  expect(
    (await hub.ask('GET', `${API}/audit?subject=b&actor=admin&action=key.add`)).body.entries,
  ).toHaveLength(1);
  expect((await hub.ask('GET', `${API}/audit?actor=nobody`)).body.entries).toEqual([]);
});
