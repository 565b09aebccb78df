import { expect, test } from 'vitest';
import type { JsonObject } from '../../vocabulary/json.ts';
import { json, parsed } from './peer.testing.ts';
import { delivery, sinkTo } from './sink.testing.ts';

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

test.each([
  [422, { message: 'n is 123' }],
  [200, { status: 'E', message: 'n is 123' }],
])(
  'of 500 in a bulk refused as a whole (%i) the bad one is found by halving, 499 are taken once',
  async (status, words) => {
    const taken: unknown[] = [];
    const { peer, send } = await sinkTo(
      (request, response) => {
        const documents = JSON.parse(request.body) as JsonObject[];
        if (documents.some(({ n }) => n === 123)) return json(response, words, status);
        taken.push(...documents.map(({ n }) => n));
        return json(response, { status: 'S' });
      },
      { path: '/p', bulk: { size: 500 }, errorWhen: { field: 'status', not: ['S'] } },
    );
    const all = Array.from({ length: 500 }, (_, n) => delivery(n));
    const outcomes = await send(...all);
    expect(outcomes.flatMap((o, n) => (o.outcome === 'delivered' ? [] : [[n, o.outcome]]))).toEqual([
      [123, 'rejected'],
    ]);
    expect(outcomes[123]).toMatchObject({ problem: { detail: expect.stringContaining('n is 123') } });
    expect(taken.toSorted()).toEqual(
      all
        .map((_, n) => n)
        .filter((n) => n !== 123)
        .toSorted(),
    );
    expect(peer.seen.length).toBeLessThan(20);
  },
);

test('of 500 results of a bulk the failed ones stand alone, and no call is made again for them', async () => {
  const failures: Record<number, JsonObject> = {
    7: { status: 422, message: 'unit is missing' },
    8: { status: 503 },
    9: { status: 424 },
    10: { status: 'locked', message: 'in use by JDOE' },
  };
  const { peer, send } = await sinkTo(
    (request, response) =>
      json(
        response,
        (JSON.parse(request.body) as JsonObject[]).map(({ n }) => failures[Number(n)] ?? { status: 200 }),
        207,
      ),
    { path: '/p', bulk: { size: 500, results: '.', message: 'message' } },
  );
  const outcomes = await send(...Array.from({ length: 500 }, (_, n) => delivery(n)));
  expect(outcomes.flatMap((o, n) => (o.outcome === 'delivered' ? [] : [[n, o.outcome]]))).toEqual([
    [7, 'rejected'],
    [8, 'transient'],
    [9, 'transient'],
    [10, 'rejected'],
  ]);
  expect(peer.seen).toHaveLength(1);
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
