import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../vocabulary/json.ts';
import { silent } from '../conformanceHarness.ts';
import type { Delivery, Sink } from '../connector.ts';
import { httpConnector } from './index.ts';
import { type Answerer, json, parsed, startPeer } from './peer.testing.ts';

async function openSink(url: string, write: JsonObject, connection: JsonObject = {}): Promise<Sink> {
  const system = await httpConnector.open({
    system: 'erp',
    connection: { url, ...connection },
    timeZone: 'UTC',
    log: silent,
  });
  onTestFinished(() => system.close());
  return system.sink!({ interface: 'erp/items', write, folder: '.', log: silent });
}

async function sinkTo(answer: Answerer, write: JsonObject, connection: JsonObject = {}) {
  const peer = await startPeer(answer);
  const sink = await openSink(peer.url, write, connection);
  return { peer, send: (...deliveries: Delivery[]) => sink.send(deliveries, AbortSignal.timeout(20_000)) };
}

function delivery(n: number, more: Partial<Delivery> = {}): Delivery {
  const key = more.key ?? `K${n}`;
  return { id: `erp/items:${n}`, key, entity: 'item', subject: key, document: { n }, ...more };
}

test('a thing without a key in the target is created, one with a key is updated at its address', async () => {
  const { peer, send } = await sinkTo(
    (request, response) =>
      request.method === 'POST'
        ? json(response, { ProductId: 4711 }, 201, { etag: 'W/"1"' })
        : response.writeHead(204, { etag: 'W/"2"' }).end(),
    {
      method: 'PUT',
      path: "/Products('{localKey}')",
      create: { path: '/Products' },
      localKey: 'ProductId',
    },
  );
  expect(await send(delivery(1))).toEqual([{ outcome: 'delivered', localKey: '4711', version: 'W/"1"' }]);
  expect(await send(delivery(2, { localKey: '4711' }))).toEqual([{ outcome: 'delivered', version: 'W/"2"' }]);
  expect(peer.seen.map((r) => [r.method, r.path, r.headers['idempotency-key'], r.body])).toEqual([
    ['POST', '/Products', 'erp/items:1', '{"n":1}'],
    ['PUT', "/Products('4711')", 'erp/items:2', '{"n":2}'],
  ]);
  expect(peer.seen[0]!.headers).toMatchObject({
    'accept-language': 'en',
    'content-type': 'application/json',
  });
});

test('what the first delivery of a thing created, the next one in the same send updates under the key it got', async () => {
  const { peer, send } = await sinkTo(
    (request, response) =>
      request.method === 'POST' ? json(response, { id: 'T1' }, 201) : response.writeHead(204).end(),
    { path: '/p/{localKey}', create: { path: '/p' }, localKey: 'id' },
  );
  const another = delivery(3, { key: 'K1', subject: 'S3', localKey: 'T3' });
  await send(delivery(1), delivery(2, { key: 'K1' }), another);
  expect(peer.seen.map((r) => `${r.method} ${r.path}`)).toEqual(['POST /p', 'PUT /p/T1', 'PUT /p/T3']);
});

test.each([
  ['/api/products/P%2F1?x=1', 'P/1'],
  ["https://elsewhere/odata/Products('O''Neil')", "O'Neil"],
  ['/odata/Products(17)', '17'],
])('the Location header %s names the new key', async (location, localKey) => {
  const { send } = await sinkTo((_r, response) => response.writeHead(201, { location }).end(), {
    path: '/p',
  });
  expect(await send(delivery(1))).toEqual([{ outcome: 'delivered', localKey }]);
});

test('a key cannot change the address: it is encoded, quotes are doubled, and paths that leave are refused', async () => {
  const { peer, send } = await sinkTo((_r, response) => response.end(), {
    method: 'PUT',
    path: "/a/Products('{localKey}')/{area}",
  });
  const to = (localKey: string, area: string) => send(delivery(1, { localKey, document: { area } }));
  expect(await to("x') or ('1'='1", 'a/../b?c#d')).toMatchObject([{ outcome: 'delivered' }]);
  const refused = [await to('x', '..'), await to('x', '.'), await to('x', ''), await to('x\u0000', 'b')];
  expect(refused.flat()).toMatchObject(
    refused.map(() => ({ outcome: 'rejected', problem: { code: 'key-invalid' } })),
  );
  expect(peer.seen.map((r) => r.path)).toEqual([
    "/a/Products('x%27%27)%20or%20(%27%271%27%27%3D%27%271')/a%2F..%2Fb%3Fc%23d",
  ]);
});

test('a thing the target has no key for, and no way to create, is rejected with the reason', async () => {
  const { peer, send } = await sinkTo((_r, response) => response.end(), { path: '/p/{localKey}' });
  expect(await send(delivery(1))).toMatchObject([
    { outcome: 'rejected', problem: { code: 'reference-unknown', field: 'localKey' } },
  ]);
  expect(peer.seen).toEqual([]);
});

test.each<[number, Record<string, string>, string]>([
  [200, {}, 'delivered'],
  [204, {}, 'delivered'],
  [302, { location: '/elsewhere' }, 'rejected'],
  [400, {}, 'rejected'],
  [401, {}, 'rejected'],
  [404, {}, 'rejected'],
  [408, {}, 'transient'],
  [409, {}, 'rejected'],
  [425, {}, 'transient'],
  [429, {}, 'throttled'],
  [500, {}, 'transient'],
  [503, {}, 'transient'],
  [503, { 'retry-after': '7' }, 'throttled'],
])('status %i %o means %s', async (status, headers, outcome) => {
  const { send } = await sinkTo((_r, response) => response.writeHead(status, headers).end(), { path: '/p' });
  expect(await send(delivery(1))).toMatchObject([{ outcome }]);
});

test('the wait the target asks for is taken over, by its own clock when it names a date', async () => {
  const dates = { date: 'Mon, 02 Mar 2026 10:00:00 GMT', 'retry-after': 'Mon, 02 Mar 2026 10:01:30 GMT' };
  const { send } = await sinkTo((_r, response) => response.writeHead(429, dates).end(), { path: '/p' });
  expect(await send(delivery(1))).toMatchObject([{ outcome: 'throttled', retryAfterMs: 90_000 }]);
});

test.each<[string, string]>([
  ['{"error":{"message":{"lang":"en","value":"Unit ST is unknown"}}}', 'Unit ST is unknown'],
  ['{"error":{"code":"X","message":"Unit ST is unknown"}}', 'Unit ST is unknown'],
  ['{"type":"about:blank","title":"Bad","detail":"Unit ST is unknown"}', 'Unit ST is unknown'],
  ['{"errors":["Unit ST is unknown"]}', 'Unit ST is unknown'],
  ['<html><style>b{}</style><b>Unit</b>\n ST is unknown</html>', 'Unit ST is unknown'],
])('a rejection carries the words of the target: %s', async (body, words) => {
  const { send } = await sinkTo((_r, response) => response.writeHead(422).end(body), { path: '/p' });
  const [outcome] = await send(delivery(1));
  expect(outcome).toMatchObject({ outcome: 'rejected', problem: { code: 'target-rejected', stage: 'send' } });
  expect((outcome as { problem: { detail: string } }).problem.detail).toMatch(
    new RegExp(`answered 422: ${words}$`),
  );
});

test('an error that comes with status 200 is an error where it is declared', async () => {
  const answers: JsonObject[] = [
    { ok: 'S' },
    { ok: 'E', text: 'Item is locked' },
    { ok: 'L', text: 'Item is in use' },
  ];
  const { send } = await sinkTo(
    (request, response) => json(response, answers[Number(parsed(request)['n'])]!),
    {
      path: '/p',
      errorWhen: { field: 'ok', not: ['S'], message: 'text', transient: ['L'] },
    },
  );
  const outcomes = await send(delivery(0), delivery(1), delivery(2));
  expect(outcomes.map((o) => o.outcome)).toEqual(['delivered', 'rejected', 'transient']);
  expect(outcomes[1]).toMatchObject({ problem: { detail: expect.stringContaining('Item is locked') } });
});

test('a target that refuses the connection or has no address is transient, and no more is tried in this send', async () => {
  const peer = await startPeer(() => undefined);
  const sink = await openSink(peer.url, { path: '/p', concurrency: 1 });
  await peer.goDown();
  const outcomes = await sink.send([delivery(1), delivery(2)], AbortSignal.timeout(20_000));
  expect(outcomes).toMatchObject(
    [1, 2].map(() => ({ outcome: 'transient', problem: { code: 'target-unavailable' } })),
  );
  const nowhere = await openSink('http://nowhere.invalid', { path: '/p' });
  expect(await nowhere.send([delivery(1)], AbortSignal.timeout(20_000))).toMatchObject([
    { outcome: 'transient' },
  ]);
});

test('a connection cut after the request was written is unknown, since the target may have acted', async () => {
  const { peer, send } = await sinkTo((_r, response) => response.destroy(), { path: '/p' });
  expect(await send(delivery(1))).toMatchObject([
    { outcome: 'unknown', problem: { code: 'outcome-unknown' } },
  ]);
  expect(peer.seen).toHaveLength(1);
});

test('on a kept connection too, a cut after the request was written is unknown', async () => {
  const { peer, send } = await sinkTo(
    (request, response) => (parsed(request)['n'] === 1 ? response.end() : response.destroy()),
    { path: '/p' },
  );
  expect(await send(delivery(1))).toMatchObject([{ outcome: 'delivered' }]);
  expect(await send(delivery(2))).toMatchObject([{ outcome: 'unknown' }]);
  expect(peer.seen).toHaveLength(2);
});

test('an answer that breaks off in the middle is unknown', async () => {
  const { send } = await sinkTo(
    (_r, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"Prod', () => response.destroy());
    },
    { path: '/p', localKey: 'ProductId' },
  );
  expect(await send(delivery(1))).toMatchObject([{ outcome: 'unknown' }]);
});

test('an answer that does not come in time is unknown', async () => {
  const { send } = await sinkTo(() => undefined, { path: '/p' }, { timeout: '50ms' });
  expect(await send(delivery(1))).toMatchObject([
    { outcome: 'unknown', problem: { detail: expect.stringContaining('no answer within 50 ms') } },
  ]);
});

test('a TLS handshake that fails is transient: nothing was sent', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined).end('no TLS here'));
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const sink = await openSink(`https://127.0.0.1:${port}`, { path: '/p' });
  expect(await sink.send([delivery(1)], AbortSignal.timeout(20_000))).toMatchObject([
    { outcome: 'transient' },
  ]);
});

test('one key goes in order and different keys go side by side; behind a failure of a key nothing of it is sent', async () => {
  const { peer, send } = await sinkTo(
    async (request, response) => response.writeHead(parsed(request)['n'] === 2 ? 422 : 204).end(),
    { path: '/p', concurrency: 4 },
  );
  const outcomes = await send(
    delivery(1, { key: 'A' }),
    delivery(2, { key: 'A' }),
    delivery(3, { key: 'B' }),
    delivery(4, { key: 'A' }),
    delivery(5, { key: 'B' }),
  );
  expect(outcomes).toMatchObject([
    { outcome: 'delivered' },
    { outcome: 'rejected' },
    { outcome: 'delivered' },
    { outcome: 'transient', problem: { code: 'waits-behind' } },
    { outcome: 'delivered' },
  ]);
  const arrived = peer.seen.map((r) => parsed(r)['n']);
  expect(arrived.filter((n) => [1, 2, 4].includes(n as number))).toEqual([1, 2]);
  expect(arrived.filter((n) => [3, 5].includes(n as number))).toEqual([3, 5]);
});

test('different keys are on the way at the same time, as many as `concurrency`', async () => {
  let open = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const { send } = await sinkTo(
    async (_request, response) => {
      most = Math.max(most, ++open);
      await new Promise<void>((go) => {
        waiting.push(go);
        if (waiting.length === 3) for (const each of waiting.splice(0)) each();
      });
      open--;
      response.end();
    },
    { path: '/p', concurrency: 3 },
  );
  const outcomes = await send(...[1, 2, 3, 4, 5, 6].map((n) => delivery(n)));
  expect(outcomes.map((o) => o.outcome)).toEqual(Array(6).fill('delivered'));
  expect(most).toBe(3);
});

test('when the target asks to slow down nothing more is sent', async () => {
  const { peer, send } = await sinkTo(
    (_request, response) => response.writeHead(429, { 'retry-after': '3' }).end(),
    { path: '/p', concurrency: 1 },
  );
  const outcomes = await send(delivery(1), delivery(2), delivery(3));
  expect(outcomes).toMatchObject(outcomes.map(() => ({ outcome: 'throttled', retryAfterMs: 3000 })));
  expect(peer.seen).toHaveLength(1);
});

test('when what was taken was the last of the quota nothing more is sent, and nothing is refused', async () => {
  const quota = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' };
  const { peer, send } = await sinkTo((_request, response) => response.writeHead(200, quota).end(), {
    path: '/p',
    concurrency: 1,
  });
  const wait = { retryAfterMs: 30_000, reason: 'quota used up, renewed after 30 s' };
  const held = { outcome: 'throttled', retryAfterMs: 30_000, problem: { detail: wait.reason } };
  expect(await send(delivery(1), delivery(2), delivery(3))).toMatchObject([
    { outcome: 'delivered', wait },
    held,
    held,
  ]);
  expect(peer.seen).toHaveLength(1);
});

test('how long a target asks to wait is told in plain words, with its own', async () => {
  const { send } = await sinkTo(
    (_request, response) => json(response, { message: 'slow down' }, 429, { 'retry-after': '40' }),
    { path: '/p' },
  );
  expect(await send(delivery(1))).toMatchObject([
    { problem: { detail: 'answered 429: retry after 40 s (slow down)' } },
  ]);
});

test('with ifMatch the state just read is written onto; after 412 it is read anew, once', async () => {
  let version = 1;
  let races = 1;
  const { peer, send } = await sinkTo(
    (request, response) => {
      if (request.method === 'GET') return json(response, {}, 200, { etag: `"${version}"` });
      if (races-- > 0) version++;
      const fits = request.headers['if-match'] === `"${version}"`;
      return response.writeHead(fits ? 204 : 412, fits ? { etag: '"new"' } : {}).end();
    },
    { method: 'PATCH', path: '/p/{localKey}', ifMatch: true },
  );
  expect(await send(delivery(1, { localKey: '7' }))).toEqual([{ outcome: 'delivered', version: '"new"' }]);
  expect(peer.seen.map((r) => r.headers['if-match'] ?? r.method)).toEqual(['GET', '"1"', 'GET', '"2"']);
  races = 9;
  expect(await send(delivery(2, { localKey: '7' }))).toMatchObject([{ outcome: 'transient' }]);
});

test('what is not there yet has no state to read: it is created without ifMatch, by PUT too', async () => {
  const { peer, send } = await sinkTo(
    (request, response) => response.writeHead(request.method === 'GET' ? 404 : 201).end(),
    {
      path: '/p/{localKey}',
      ifMatch: true,
      create: { method: 'PUT', path: '/p/by-reference/{subject}' },
    },
  );
  expect(await send(delivery(1))).toMatchObject([{ outcome: 'delivered' }]);
  expect(peer.seen.map((r) => r.method)).toEqual(['PUT']);
});

test('a target that demands a condition (428) gets it, although none was declared', async () => {
  const { send } = await sinkTo(
    (request, response) => {
      if (request.method === 'GET') return json(response, {}, 200, { etag: '"5"' });
      return response.writeHead(request.headers['if-match'] === '"5"' ? 204 : 428).end();
    },
    { method: 'PATCH', path: '/p/{localKey}' },
  );
  expect(await send(delivery(1, { localKey: '7' }))).toMatchObject([{ outcome: 'delivered' }]);
});

test('in a bulk each result speaks for itself, and order holds within a key', async () => {
  const { peer, send } = await sinkTo(
    (request, response) => {
      const items = parsed(request)['items'] as JsonObject[];
      const results = items.map(
        ({ n }): JsonObject =>
          n === 2 ? { status: 400, error: { message: 'n is even' } } : { status: 201, id: `T${n}` },
      );
      return json(response, { results }, 207);
    },
    { path: '/p', localKey: 'id', bulk: { path: '/bulk', size: 10, items: 'items', results: 'results' } },
  );
  const outcomes = await send(
    delivery(1, { key: 'A' }),
    delivery(2, { key: 'B' }),
    delivery(3, { key: 'A' }),
    delivery(4, { key: 'B' }),
  );
  expect(outcomes).toMatchObject([
    { outcome: 'delivered', localKey: 'T1' },
    { outcome: 'rejected', problem: { detail: expect.stringContaining('n is even') } },
    { outcome: 'delivered', localKey: 'T3' },
    { outcome: 'transient', problem: { code: 'waits-behind' } },
  ]);
  expect(peer.seen.map((r) => parsed(r)['items'])).toEqual([[{ n: 1 }, { n: 2 }], [{ n: 3 }]]);
});

test('a bulk refused as a whole is sent apart, so that only the bad document is rejected', async () => {
  const { peer, send } = await sinkTo(
    (request, response) => {
      const bad = (JSON.parse(request.body) as JsonObject[]).some(({ n }) => n === 2);
      return bad ? json(response, { message: 'n is even' }, 422) : json(response, {});
    },
    { path: '/p', bulk: { size: 10 } },
  );
  const outcomes = await send(delivery(1), delivery(2), delivery(3));
  expect(outcomes.map((o) => o.outcome)).toEqual(['delivered', 'rejected', 'delivered']);
  expect(peer.seen).toHaveLength(4);
});

test('a bulk whose results do not fit its size is unknown, not guessed', async () => {
  const { send } = await sinkTo((_r, response) => json(response, { results: [{ status: 200 }] }), {
    path: '/p',
    bulk: { size: 10, results: 'results' },
  });
  expect(await send(delivery(1), delivery(2))).toMatchObject([
    { outcome: 'unknown' },
    { outcome: 'unknown' },
  ]);
});

test('a huge answer is not read to its end, and its status still counts', async () => {
  const { send } = await sinkTo(
    (_request, response) => {
      response.writeHead(400);
      const flood = () => {
        while (response.write('x'.repeat(65536)));
      };
      response.on('drain', flood);
      flood();
    },
    { path: '/p' },
    { responseLimit: '64KB' },
  );
  const before = process.memoryUsage().rss;
  expect(await send(delivery(1))).toMatchObject([{ outcome: 'rejected' }]);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});
