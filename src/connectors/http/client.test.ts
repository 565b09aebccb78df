import { expect, test } from 'vitest';
import { below } from './addresses.ts';
import { isAnswer } from './call.ts';
import { createClient } from './client.ts';
import type { Connection } from './connectionSettings.ts';
import { type Answerer, json, startPeer } from './peer.testing.ts';

async function clientOf(answer: Answerer, connection: Partial<Connection> = {}) {
  const peer = await startPeer(answer);
  const client = createClient({ url: peer.url, ...connection });
  const signal = AbortSignal.timeout(10_000);
  const get = (path: string) => client.get(below(client.base, path), {}, signal);
  const post = (path: string) =>
    client.send({ method: 'POST', url: below(client.base, path), headers: {}, body: '{}' }, signal);
  return { peer, get, post };
}

const statusOf = (result: Awaited<ReturnType<ReturnType<typeof createClient>['get']>>) =>
  isAnswer(result) ? result.status : result.detail;

test.each<[Connection['auth'], string, string]>([
  [{ bearer: 't' }, 'authorization', 'Bearer t'],
  [
    { basic: { user: 'u', password: 'pä' } },
    'authorization',
    `Basic ${Buffer.from('u:pä').toString('base64')}`,
  ],
  [{ apiKey: { header: 'X-Api-Key', value: 'k' } }, 'x-api-key', 'k'],
])('%o is sent as %s', async (auth, header, value) => {
  const { peer, get } = await clientOf((_r, response) => response.end(), { auth });
  await get('/');
  expect(peer.seen[0]!.headers[header]).toBe(value);
});

test('an OAuth 2 token is asked for once, shared by all calls, and renewed when it is no longer taken', async () => {
  let issued = 0;
  let valid = 'Bearer t1';
  const answer: Answerer = (request, response) => {
    if (request.path === '/token') return json(response, { access_token: `t${++issued}`, expires_in: 3600 });
    return response.writeHead(request.headers.authorization === valid ? 200 : 401).end();
  };
  const tokens = await startPeer(answer);
  const auth = {
    oauth2: { tokenUrl: `${tokens.url}/token`, clientId: 'i d', clientSecret: 's', scope: 'read' },
  };
  const { get } = await clientOf(answer, { auth });
  expect((await Promise.all([get('/a'), get('/b'), get('/c')])).map(statusOf)).toEqual([200, 200, 200]);
  expect(issued).toBe(1);
  valid = 'Bearer t2';
  expect(statusOf(await get('/d'))).toBe(200);
  valid = 'nothing';
  expect(statusOf(await get('/e'))).toBe(401);
  expect(tokens.seen[0]).toMatchObject({ body: 'grant_type=client_credentials&scope=read' });
});

test('a token that cannot be had means that nothing was sent', async () => {
  const auth = { oauth2: { tokenUrl: 'http://127.0.0.1:1/token', clientId: 'i', clientSecret: 's' } };
  const { peer, post } = await clientOf((_r, response) => response.end(), { auth });
  expect(await post('/')).toMatchObject({ sent: false });
  expect(peer.seen).toEqual([]);
});

test('SAP OData V2: a csrf token is fetched with its cookie, and anew when it is required again', async () => {
  let token = 1;
  const { peer, post } = await clientOf(
    (request, response) => {
      if (request.headers['x-csrf-token'] === 'Fetch') {
        response.setHeader('set-cookie', [`SESSION=${token}; Path=/; HttpOnly`, 'other=1']);
        return response.writeHead(200, { 'x-csrf-token': `T${token}` }).end();
      }
      const known =
        request.headers['x-csrf-token'] === `T${token}` &&
        request.headers.cookie === `SESSION=${token}; other=1`;
      return known
        ? response.writeHead(201).end()
        : response.writeHead(403, { 'x-csrf-token': 'Required' }).end();
    },
    { csrf: true },
  );
  expect(statusOf(await post('/a'))).toBe(201);
  expect(statusOf(await post('/b'))).toBe(201);
  token = 2;
  expect(statusOf(await post('/c'))).toBe(201);
  expect(peer.seen.map((r) => r.method).join(' ')).toBe('GET POST POST POST GET POST');
});

test('one connection is used for calls one after another', async () => {
  const ports = new Set<number | undefined>();
  const { post } = await clientOf((_r, response) => {
    ports.add(response.socket?.remotePort);
    response.end('{}');
  });
  for (let n = 0; n < 5; n++) await post('/');
  expect(ports.size).toBe(1);
});
