import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningProvider, startIdentityProvider } from '../../../../test/identityProvider.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let provider: RunningProvider;
let hub: TestServer;
let address: string;

beforeAll(async () => {
  provider = await startIdentityProvider();
  hub = await testServer({ signIn: provider.declared });
  address = await hub.app.listen({ host: '127.0.0.1', port: 0 });
  provider.admit(address);
});
afterAll(async () => {
  await hub.close();
  provider.stop();
});

const OWN = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };

/** A browser without a page: it keeps cookies by host and stops at each redirect. */
function browser() {
  const jar = new Map<string, string>();
  return async (url: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as object), ...(cookie !== '' && { cookie }) };
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
}
type Browser = ReturnType<typeof browser>;

const post = (ask: Browser, path: string, body: object = {}, headers: Record<string, string> = OWN) =>
  ask(address + path, { method: 'POST', headers, body: JSON.stringify(body) });

async function begin(ask: Browser): Promise<URL> {
  const answer = await post(ask, '/console/v1/sign-in');
  return new URL(((await answer.json()) as { address: string }).address);
}

/** Enters a name at the provider and agrees; the query it sends the browser back with. */
async function enterAt(ask: Browser, begun: URL, name: string): Promise<string> {
  let url = begun.href;
  for (let step = 0; step < 20; step++) {
    if (url.startsWith(`${address}/sign-in#`)) return url.slice(url.indexOf('#') + 1);
    const answer = await ask(url);
    const form = answer.status === 200 ? await answer.text() : '';
    const next = form === '' ? answer : await ask(...submitted(url, form, name));
    url = new URL(next.headers.get('location')!, url).href;
  }
  throw new Error(`the provider never sent back: ${url}`);
}

function submitted(url: string, form: string, name: string): [string, RequestInit] {
  const [, action = url] = /action="([^"]+)"/.exec(form) ?? [];
  const isLogin = form.includes('name="login"');
  const entered = new URLSearchParams(isLogin ? `prompt=login&password=x&login=${name}` : 'prompt=consent');
  return [new URL(action, url).href, { method: 'POST', body: entered }];
}

async function signIn(ask: Browser, name: string) {
  const returned = await enterAt(ask, await begin(ask), name);
  return post(ask, '/console/v1/session', { returned });
}

const me = async (ask: Browser) => {
  const answer = await ask(`${address}/console/v1/session`);
  return answer.status === 200 ? answer.json() : answer.status;
};

describe('a person signs in at the provider', () => {
  test('and may do what the first role says that one of their groups has, under their e-mail address', async () => {
    const anna = browser();
    expect(await (await anna(`${address}/console/v1/sign-in`)).json()).toEqual({
      provider: 'Northfield account',
    });
    const answer = await signIn(anna, 'anna');
    expect(answer.headers.getSetCookie().join()).toMatch(
      /lineshaft=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict/,
    );
    expect(await me(anna)).toEqual({
      name: 'anna.meyer@northfield.example',
      role: 'steward',
      enterprise: 'Northfield',
    });
    const dan = browser();
    await signIn(dan, 'dan');
    expect(await me(dan)).toMatchObject({ role: 'operator', sites: ['detroit'] });
    const { body } = await hub.ask(
      'GET',
      '/operations/v1/audit?action=session.open&actor=dan@northfield.example',
    );
    expect(body.entries).toMatchObject([
      { details: { how: 'provider', issuer: provider.declared.issuer, subject: 'dan' } },
    ]);
  });

  test('whose e-mail address the provider does not vouch for acts under what it calls them', async () => {
    const eve = browser();
    await signIn(eve, 'eve');
    expect(await me(eve)).toMatchObject({ name: 'eve', role: 'steward' });
  });

  test('and is refused with what would mend it when none of their groups has a role', async () => {
    const visitor = browser();
    const answer = await signIn(visitor, 'visitor');
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      code: 'role-missing',
      detail: 'Northfield account knows visitor@elsewhere.example, who has no role here.',
    });
    expect(await me(visitor)).toBe(401);
  });

  test('and gets no link, which would open the console by a key', async () => {
    await hub.ask('POST', '/operations/v1/keys', { name: 'dan@northfield.example', role: 'admin' });
    const dan = browser();
    await signIn(dan, 'dan');
    expect((await post(dan, '/console/v1/links')).status).toBe(403);
  });

  test('and comes in no longer once the landscape in force takes the role away, or another provider', async () => {
    const anna = browser();
    await signIn(anna, 'anna');
    const { declared } = provider;
    const [first, second] = declared.roles;
    declared.roles = [first!];
    expect(await me(anna)).toBe(401);
    declared.roles = [first!, second!];
    expect(await me(anna)).toMatchObject({ role: 'steward' });
    const { issuer } = declared;
    declared.issuer = 'https://login.elsewhere.example';
    expect(await me(anna)).toBe(401);
    declared.issuer = issuer;
  });

  test('and has to again after twelve hours, however much they use it', async () => {
    const anna = browser();
    await signIn(anna, 'anna');
    const set = (sql: string) =>
      hub.database.pool.query(
        `update session set ends_at = now() + interval '${sql}' where subject = 'anna'`,
      );
    await set('1 hour');
    await me(anna);
    const { rows } = await hub.database.pool.query(
      `select from session where subject = 'anna' and ends_at > now() + interval '2 hours'`,
    );
    expect(rows).toEqual([]);
    await set('-1 second');
    expect(await me(anna)).toBe(401);
  });
});

describe('what comes back from the provider', () => {
  test('opens nothing in a browser that did not ask, nor twice, nor with another state', async () => {
    const [anna, other] = [browser(), browser()];
    const returned = await enterAt(anna, await begin(anna), 'anna');
    expect((await post(other, '/console/v1/session', { returned })).status).toBe(401);
    await begin(other);
    const strange = await post(other, '/console/v1/session', { returned });
    expect(await strange.json()).toMatchObject({ code: 'sign-in-failed' });
    expect((await post(anna, '/console/v1/session', { returned })).status).toBe(200);
    expect((await post(anna, '/console/v1/session', { returned })).status).toBe(401);
  });

  test('opens nothing with another state than was asked with, and the attempt is over', async () => {
    const anna = browser();
    const returned = await enterAt(anna, await begin(anna), 'anna');
    const other = returned.replace(/state=[^&]+/, `state=${'x'.repeat(43)}`);
    for (const each of [other, returned]) {
      const answer = await post(anna, '/console/v1/session', { returned: each });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        401,
        'sign-in-failed',
      ]);
    }
  });

  test('opens nothing for a page of somebody else', async () => {
    const anna = browser();
    const cross = { ...OWN, 'sec-fetch-site': 'cross-site' };
    expect((await post(anna, '/console/v1/sign-in', {}, cross)).status).toBe(401);
    const returned = await enterAt(anna, await begin(anna), 'anna');
    expect((await post(anna, '/console/v1/session', { returned }, cross)).status).toBe(401);
  });

  test('is handed to the console’s page, and leads nowhere else', async () => {
    const answer = await browser()(`${address}/console/v1/returned?code=a&to=//evil.example&state=b%23c`);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/sign-in#code=a&to=//evil.example&state=b%23c',
    ]);
  });

  test('is asked for with a challenge, a state and a nonce that do not tell what they are made from', async () => {
    const asked = (await begin(browser())).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('scope')).toBe('openid email groups');
    const made = ['state', 'nonce', 'code_challenge'].map((name) => asked.get(name));
    expect(new Set(made).size).toBe(3);
    for (const each of made) expect(each).toMatch(/^[\w-]{43}$/);
  });
});

test('a provider that is away is said to be, and is asked again when it is back', async () => {
  const away = await startIdentityProvider();
  const other = await testServer({ signIn: away.declared });
  const begin = () =>
    other.app.inject({ method: 'POST', url: '/console/v1/sign-in', headers: OWN, payload: {} });
  expect((await begin()).json()).toMatchObject({ status: 503, code: 'provider-unavailable' });
  away.admit('http://127.0.0.1:1');
  expect((await begin()).statusCode).toBe(200);
  await other.close();
  away.stop();
});

test('a hub whose landscape names no provider offers none', async () => {
  const other = await testServer();
  const answer = await other.app.inject({ url: '/console/v1/sign-in' });
  expect(answer.json()).toEqual({});
  const begun = await other.app.inject({
    method: 'POST',
    url: '/console/v1/sign-in',
    headers: OWN,
    payload: {},
  });
  expect(begun.statusCode).toBe(404);
  await other.close();
});
