import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../server.testing.ts';
import { createLink } from './session.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
});
afterAll(() => hub.close());

const OWN = { 'sec-fetch-site': 'same-origin' };

async function signIn(given: object, headers: Record<string, string> = OWN) {
  const answer = await hub.app.inject({
    method: 'POST',
    url: '/console/v1/session',
    headers,
    payload: given,
  });
  const cookie = String(answer.headers['set-cookie'] ?? '');
  return { status: answer.statusCode, set: cookie, cookie: cookie.split(';')[0]! };
}

async function ask(method: 'GET' | 'POST' | 'DELETE', url: string, headers: Record<string, string>) {
  const body = method === 'POST' ? { payload: { name: `k${Math.random()}` } } : {};
  return (await hub.app.inject({ method, url, headers, ...body })).statusCode;
}

describe('a session', () => {
  test('is opened by a key, held by a cookie that no script reads, and ends when it is signed out of', async () => {
    expect((await signIn({ key: 'ls_wrong' })).status).toBe(401);
    const { set, cookie } = await signIn({ key: hub.key });
    expect(set).toMatch(/^lineshaft=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(await ask('GET', '/operations/v1/sites', { cookie })).toBe(200);
    expect(await ask('DELETE', '/console/v1/session', { cookie, ...OWN })).toBe(200);
    expect(await ask('GET', '/operations/v1/sites', { cookie })).toBe(401);
  });

  test('over TLS the cookie never leaves it', async () => {
    const { set } = await signIn({ key: hub.key }, { ...OWN, 'x-forwarded-proto': 'https' });
    expect(set).toContain('; Secure');
  });

  test('changes nothing for a page of somebody else, whatever cookie the browser sends along', async () => {
    const { cookie } = await signIn({ key: hub.key });
    const add = (headers: Record<string, string>) =>
      ask('POST', '/operations/v1/keys', { cookie, ...headers });
    for (const site of ['cross-site', 'same-site', 'none']) {
      expect(await add({ 'sec-fetch-site': site })).toBe(401);
    }
    expect(await add({})).toBe(401);
    expect(await add({ origin: 'http://evil.example', host: 'localhost:80' })).toBe(401);
    expect(await add({ origin: 'http://localhost:80', host: 'localhost:81' })).toBe(401);
    expect(await add(OWN)).toBe(200);
    expect((await signIn({ key: hub.key }, { 'sec-fetch-site': 'cross-site' })).status).toBe(401);
  });

  test('ends with twelve hours of no use, and is kept open by use', async () => {
    const { cookie } = await signIn({ key: hub.key });
    const set = (sql: string) =>
      hub.database.pool.query(`update session set ends_at = now() + interval '${sql}'`);
    await set('1 hour');
    expect(await ask('GET', '/console/v1/session', { cookie })).toBe(200);
    const { rows } = await hub.database.pool.query(
      "select count(*)::int as n from session where ends_at > now() + interval '11 hours'",
    );
    expect(rows[0].n).toBe(1);
    await set('-1 second');
    expect(await ask('GET', '/console/v1/session', { cookie })).toBe(401);
  });

  test('may do what its key may, and ends with it', async () => {
    const { key } = (await hub.ask('POST', '/operations/v1/keys', { name: 'lea', role: 'viewer' })).body;
    const { cookie } = await signIn({ key });
    const me = await hub.app.inject({ url: '/console/v1/session', headers: { cookie } });
    expect(me.json()).toEqual({ name: 'lea', role: 'viewer', enterprise: 'Northfield' });
    expect(await ask('POST', '/operations/v1/keys', { cookie, ...OWN })).toBe(403);
    await hub.ask('POST', '/operations/v1/keys/revoke', { name: 'lea' });
    expect(await ask('GET', '/operations/v1/sites', { cookie })).toBe(401);
    expect((await signIn({ key })).status).toBe(401);
  });

  test('leaves no secret in the database', async () => {
    const { cookie } = await signIn({ key: hub.key });
    const { path } = (await createLink(hub.database.pool, 'admin'))!;
    const { rows } = await hub.database.pool.query(
      "select encode(hash, 'escape') as text from session union all select encode(hash, 'escape') from sign_in_link",
    );
    const kept = JSON.stringify(rows) + hub.logged.join('');
    expect(kept).not.toContain(cookie.split('=')[1]);
    expect(kept).not.toContain(path.split('#')[1]);
  });
});

describe('a sign-in link', () => {
  test('signs in once, as whom asked for it, and not after its hour', async () => {
    const made = (await hub.ask('POST', '/console/v1/links', {})).body;
    const link = made.path.split('#')[1];
    expect(made.path).toMatch(/^\/sign-in#/);
    expect((await signIn({ link })).status).toBe(200);
    expect((await signIn({ link })).status).toBe(401);
    const late = (await createLink(hub.database.pool, 'admin'))!.path.split('#')[1];
    await hub.database.pool.query("update sign_in_link set ends_at = now() - interval '1 second'");
    expect((await signIn({ link: late })).status).toBe(401);
  });

  test('is for those with a key alone', async () => {
    expect(await ask('POST', '/console/v1/links', {})).toBe(401);
  });
});
