import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Json } from '../../vocabulary/json.ts';
import { json, parsed, startPeer } from './peer.testing.ts';
import { delivery, openSink, sinkTo } from './sink.testing.ts';

test.each<[number, Record<string, string>, string, string]>([
  [200, {}, 'delivered', ''],
  [204, {}, 'delivered', ''],
  [301, { location: '/elsewhere' }, 'transient', 'target-unfit'],
  [302, { location: '/login' }, 'transient', 'target-unfit'],
  [307, { location: '/elsewhere' }, 'transient', 'target-unfit'],
  [400, {}, 'rejected', 'target-rejected'],
  [401, {}, 'transient', 'target-unfit'],
  [403, {}, 'rejected', 'target-rejected'],
  [404, {}, 'rejected', 'target-rejected'],
  [405, {}, 'transient', 'target-unfit'],
  [407, {}, 'transient', 'target-unfit'],
  [408, {}, 'transient', 'target-unavailable'],
  [409, {}, 'rejected', 'target-rejected'],
  [410, {}, 'rejected', 'target-rejected'],
  [412, {}, 'rejected', 'target-rejected'],
  [413, {}, 'rejected', 'target-rejected'],
  [415, {}, 'transient', 'target-unfit'],
  [422, {}, 'rejected', 'target-rejected'],
  [423, {}, 'transient', 'target-unavailable'],
  [424, {}, 'transient', 'target-unavailable'],
  [425, {}, 'transient', 'target-unavailable'],
  [428, {}, 'rejected', 'target-rejected'],
  [429, {}, 'throttled', 'target-throttled'],
  [451, {}, 'rejected', 'target-rejected'],
  [500, {}, 'unknown', 'outcome-unknown'],
  [501, {}, 'transient', 'target-unfit'],
  [502, {}, 'unknown', 'outcome-unknown'],
  [503, {}, 'transient', 'target-unavailable'],
  [503, { 'retry-after': '7' }, 'throttled', 'target-throttled'],
  [504, {}, 'unknown', 'outcome-unknown'],
  [507, {}, 'transient', 'target-unavailable'],
  [524, {}, 'unknown', 'outcome-unknown'],
])('status %i %o means %s %s', async (status, headers, outcome, code) => {
  const { send } = await sinkTo((_r, response) => response.writeHead(status, headers).end(), { path: '/p' });
  const [said] = await send(delivery(1));
  expect(said).toMatchObject({ outcome });
  if (code) expect(said).toMatchObject({ problem: { code } });
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

test.each<[number, Json, string]>([
  [200, { ok: 'S' }, 'delivered'],
  [200, { ok: 'E', text: 'Item is locked' }, 'rejected'],
  [200, { ok: 'L', text: 'Item is locked' }, 'transient'],
  [409, { ok: 'L', text: 'Item is locked' }, 'transient'],
  [400, { ok: 'E', text: 'Item is locked' }, 'rejected'],
  [500, { ok: 'E', text: 'Item is locked' }, 'rejected'],
  [500, { ok: 'L', text: 'Item is locked' }, 'transient'],
  [500, { message: 'Item is locked' }, 'unknown'],
  [502, { ok: 'E', text: 'Item is locked' }, 'unknown'],
  [503, { ok: 'E', text: 'Item is locked' }, 'transient'],
  [401, { ok: 'E', text: 'Item is locked' }, 'transient'],
])(
  'where the error of the target is declared it weighs more than the status: %i %j is %s',
  async (status, body, outcome) => {
    const { send } = await sinkTo((_request, response) => json(response, body, status), {
      path: '/p',
      errorWhen: { field: 'ok', not: ['S'], message: 'text', transient: ['L'] },
    });
    const [said] = await send(delivery(1));
    expect(said?.outcome).toBe(outcome);
    if (outcome !== 'delivered')
      expect(said).toMatchObject({ problem: { detail: expect.stringContaining('Item is locked') } });
  },
);

test.each([
  ['the page of a proxy', 'text/html', '<h1>Please log in</h1>'],
  ['an answer without the field', 'application/json', '{"hello":"world"}'],
])('where success is declared, %s with status 200 is none: it is unknown', async (_what, type, body) => {
  const { send } = await sinkTo(
    (_request, response) => response.writeHead(200, { 'content-type': type }).end(body),
    { path: '/p', errorWhen: { field: 'ok', not: ['S'] } },
  );
  expect(await send(delivery(1))).toMatchObject([{ outcome: 'unknown' }]);
});

test('a conflict of a call with its own earlier attempt is no refusal, until it lasts', async () => {
  let calls = 0;
  const { send } = await sinkTo(
    (_request, response) => (++calls === 1 ? response.destroy() : json(response, { detail: 'busy' }, 409)),
    { path: '/p' },
  );
  const outcomes: string[] = [];
  for (let n = 0; n < 7; n++) outcomes.push((await send(delivery(1)))[0]!.outcome);
  expect(outcomes).toEqual([...Array(6).fill('unknown'), 'rejected']);
  expect(await send(delivery(2))).toMatchObject([{ outcome: 'rejected' }]);
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

test.each<[string, string, boolean, string]>([
  ['reset when the request was written', '', true, 'unknown'],
  ['closed when the request was written', '', false, 'unknown'],
  ['reset in the middle of the headers', 'HTTP/1.1 201 Created\r\ncontent-le', true, 'unknown'],
  [
    'closed in the middle of a chunked body',
    'HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"a"',
    false,
    'unknown',
  ],
  ['answered by something that is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', false, 'unknown'],
])('a connection that is %s (%j, reset: %s) is %s', async (_what, bytes, resets, outcome) => {
  const url = await rawServer((socket) => {
    socket.once('data', () =>
      socket.write(bytes, () => void (resets ? socket.resetAndDestroy() : socket.end())),
    );
  });
  const sink = await openSink(url, { path: '/p' });
  expect(await sink.send([delivery(1)], AbortSignal.timeout(20_000))).toMatchObject([{ outcome }]);
});

test('an answer whose headers came and whose body does not is unknown when the time is over', async () => {
  const url = await rawServer((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{'));
  });
  const sink = await openSink(url, { path: '/p' }, { timeout: '50ms' });
  expect(await sink.send([delivery(1)], AbortSignal.timeout(20_000))).toMatchObject([{ outcome: 'unknown' }]);
});

test('when nobody gets an answer no more is sent: the rest has had no effect and is transient', async () => {
  const { peer, send } = await sinkTo(() => undefined, { path: '/p', concurrency: 3 }, { timeout: '100ms' });
  const outcomes = (await send(...Array.from({ length: 20 }, (_, n) => delivery(n)))).map((o) => o.outcome);
  const called = peer.seen.length;
  expect(called).toBeLessThan(5);
  expect(outcomes.filter((outcome) => outcome === 'unknown')).toHaveLength(called);
  expect(outcomes.filter((outcome) => outcome === 'transient')).toHaveLength(20 - called);
});

test('one call without an answer does not keep the others from being sent', async () => {
  const { send } = await sinkTo(
    (request, response) => (parsed(request)['n'] === 0 ? undefined : response.end()),
    { path: '/p', concurrency: 1 },
    { timeout: '100ms' },
  );
  const outcomes = (await send(...[0, 1, 2].map((n) => delivery(n)))).map((o) => o.outcome);
  expect(outcomes).toEqual(['unknown', 'delivered', 'delivered']);
});

test('a login that is not taken stops the send: nothing is parked, the integrator is named', async () => {
  const { peer, send } = await sinkTo((_request, response) => response.writeHead(401).end(), {
    path: '/p',
    concurrency: 1,
  });
  expect(await send(delivery(1), delivery(2))).toMatchObject(
    [1, 2].map(() => ({ outcome: 'transient', problem: { code: 'target-unfit' } })),
  );
  expect(peer.seen).toHaveLength(1);
});

/** A server below HTTP. */
async function rawServer(serve: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    serve(socket);
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
