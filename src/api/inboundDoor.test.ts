import { connect } from 'node:net';
import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import type { EndpointRequest } from '../connectors/connector.ts';
import { createEndpoints, type DoorLimits } from './inboundDoor.ts';

async function hub(limits: DoorLimits = {}, declared?: ReadonlySet<string>) {
  const { endpoints, plugin } = createEndpoints(limits, declared);
  const app = Fastify({ forceCloseConnections: true });
  app.register(plugin);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  return { endpoints, url, port: Number(new URL(url).port) };
}

/** Writes as a raw sender would, piece by piece, and gives back all that was answered until the hub closes. */
function rawly(port: number, pieces: Iterable<string | Buffer>): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    const rest = pieces[Symbol.iterator]();
    const write = () => {
      for (let next = rest.next(); !next.done; next = rest.next()) if (!socket.write(next.value)) return;
    };
    socket.on('drain', write);
    socket.on('connect', write);
  });
}

test('a door gets the bytes as they came, whatever their type', async () => {
  const { endpoints, url } = await hub();
  const got: EndpointRequest[] = [];
  endpoints.mount('crm/orders', 1000, async (request) => {
    got.push(request);
    return { status: 202, headers: { 'x-note': 'yes' }, body: { ok: true } };
  });
  const bytes = Buffer.from([0, 255, 13, 10, 123]);
  const types = ['application/json', 'application/xml', 'text/plain', 'application/vnd.x+json; charset="x"'];
  for (const type of types) {
    const answer = await fetch(`${url}/in/crm/orders?a=1&a=2`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: bytes,
    });
    expect([answer.status, answer.headers.get('x-note'), await answer.json()]).toEqual([
      202,
      'yes',
      { ok: true },
    ]);
  }
  expect(got.map((r) => r.body.equals(bytes))).toEqual([true, true, true, true]);
  expect(got[0]).toMatchObject({ method: 'POST', query: { a: ['1', '2'] } });
});

test('a door that another hub process may have open is answered 503 with the time to come again', async () => {
  const { endpoints, url } = await hub({}, new Set(['crm/orders']));
  const post = (path: string) => fetch(`${url}/in/${path}`, { method: 'POST', body: 'x' });
  const answer = await post('crm/orders');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await answer.json()).toMatchObject({ code: 'door-closed', status: 503 });
  expect((await post('crm/order')).status).toBe(404);
  endpoints.mount('crm/orders', 1000, async () => ({ status: 202 }));
  expect((await post('crm/orders')).status).toBe(202);
});

test('a door that is not there, or no longer there, is answered 404 as a problem', async () => {
  const { endpoints, url } = await hub();
  const door = endpoints.mount('crm/orders', 1000, async () => ({ status: 200 }));
  const ask = (path: string) => fetch(`${url}/in/${path}`, { method: 'POST', body: '{}' });
  expect((await ask('crm/orders')).status).toBe(200);
  door.close();
  for (const path of ['crm/orders', 'crm/other', 'crm', '__proto__/x', 'crm%2Forders%00']) {
    const answer = await ask(path);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not-found' }]);
  }
});

test('a body of exactly the limit goes in, one byte more is answered 413 as a problem', async () => {
  const { endpoints, url } = await hub();
  endpoints.mount('crm/orders', 1000, async ({ body }) => ({ status: 200, body: body.length }));
  const post = (length: number) =>
    fetch(`${url}/in/crm/orders`, { method: 'POST', body: 'x'.repeat(length) });
  expect(await (await post(1000)).json()).toBe(1000);
  const refused = await post(1001);
  expect(refused.headers.get('content-type')).toContain('application/problem+json');
  expect([refused.status, await refused.json()]).toMatchObject([413, { code: 'body-too-large' }]);
});

test('a chunked body without end is answered 413 and never held in memory', async () => {
  const { endpoints, port } = await hub();
  let called = false;
  endpoints.mount('crm/orders', 1000, async () => {
    called = true;
    return { status: 200 };
  });
  const before = process.memoryUsage().rss;
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  function* endless() {
    yield 'POST /in/crm/orders HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n';
    for (;;) yield chunk;
  }
  const answer = await rawly(port, endless());
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(called).toBe(false);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
});

test('a content-length over the limit is answered 413 although no byte follows', async () => {
  const { endpoints, port } = await hub();
  endpoints.mount('crm/orders', 1000, async () => ({ status: 200 }));
  const answer = await rawly(port, [
    'POST /in/crm/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999\r\n\r\nx',
  ]);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('a content-length that promises more than comes is answered 408 in time', async () => {
  const { endpoints, port } = await hub({ bodyTimeoutMs: 50 });
  endpoints.mount('crm/orders', 1000, async () => ({ status: 200 }));
  const answer = await rawly(port, [
    'POST /in/crm/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\nshort',
  ]);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});

test('a content-length that promises less than comes hands over no more than promised', async () => {
  const { endpoints, port } = await hub();
  const got: string[] = [];
  endpoints.mount('crm/orders', 1000, async ({ body }) => {
    got.push(body.toString());
    return { status: 200 };
  });
  const answer = await rawly(port, [
    'POST /in/crm/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\n1234XXXX\r\n\r\n',
  ]);
  expect(answer).toMatch(/HTTP\/1\.1 400 /);
  expect(got.filter((body) => body !== '1234')).toEqual([]);
});

test('bodies beyond what may be in memory at once are told to come again, and later go in', async () => {
  const { endpoints, url, port } = await hub({ bytesInFlight: 1500, bodyTimeoutMs: 200 });
  endpoints.mount('crm/orders', 1000, async () => ({ status: 200 }));
  const post = () => fetch(`${url}/in/crm/orders`, { method: 'POST', body: 'x'.repeat(1000) });
  const head = 'POST /in/crm/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n';
  const slow = rawly(port, [head + 'x'.repeat(900)]);
  let full = await post();
  while (full.status === 200) full = await post();
  expect([full.status, full.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
  expect((await post()).status).toBe(200);
});

test('a handler that fails is answered 500 as a problem without its words', async () => {
  const { endpoints, url } = await hub();
  endpoints.mount('crm/orders', 1000, async () => {
    throw new Error('password=hunter2');
  });
  const answer = await fetch(`${url}/in/crm/orders`, { method: 'POST', body: '{}' });
  const text = await answer.text();
  expect([answer.status, JSON.parse(text)]).toMatchObject([500, { code: 'hub-defect' }]);
  expect(text).not.toContain('hunter2');
});

test('a malformed content type is answered as a problem too', async () => {
  const { endpoints, port } = await hub();
  endpoints.mount('crm/orders', 1000, async () => ({ status: 200 }));
  const answer = await rawly(port, [
    'POST /in/crm/orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: ;;;\r\ncontent-length: 2\r\n\r\n{}',
  ]);
  expect(answer).toMatch(/^HTTP\/1\.1 (200|415) /);
});

test('the same door cannot be opened twice, nor one outside of /in/<system>/<interface>', async () => {
  const { endpoints } = await hub();
  endpoints.mount('crm/orders', 1000, async () => ({ status: 200 }));
  expect(() => endpoints.mount('crm/orders', 1000, async () => ({ status: 200 }))).toThrow('already open');
  expect(() => endpoints.mount('../x', 1000, async () => ({ status: 200 }))).toThrow('not a path');
});
