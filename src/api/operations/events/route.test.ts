import { createConnection, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createScene, order, productionOrder, type Scene } from '../../../observability/journey.testing.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let scene: Scene;
let url: string;
let number = 0;
beforeAll(async () => {
  hub = await testServer();
  scene = createScene(hub.database.pool);
  url = await hub.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => hub.close());
beforeEach(async () => {
  await scene.say('crm/orders', 'salesOrder', order(String(++number)), order(String(++number)));
});

const EVENTS = '/operations/v1/events';
const subjects = (events: { subject: string }[]) => events.map(({ subject }) => subject);

describe('pages', () => {
  test('events come as CloudEvents in the order of their positions, and next goes on where they end', async () => {
    const first = (await hub.ask('GET', `${EVENTS}?limit=1`)).body;
    expect(first.events).toMatchObject([
      {
        specversion: '1.0',
        type: 'salesOrder.changed',
        source: 'urn:lineshaft:Northfield:crm',
        sequence: '1',
      },
    ]);
    const rest = (await hub.ask('GET', `${EVENTS}?after=${first.next}`)).body;
    expect(subjects([...first.events, ...rest.events])).toEqual(['so~crm~1', 'so~crm~2']);
    expect(rest.next).toBe(rest.head);
    expect((await hub.ask('GET', `${EVENTS}?after=${rest.next}`)).body).toMatchObject({
      events: [],
      next: rest.next,
    });
  });

  test('next goes past events of other entities', async () => {
    const { body } = await hub.ask('GET', `${EVENTS}?entity=item`);
    expect(body).toMatchObject({ events: [], next: body.head });
    expect(body.head).toBeGreaterThan(0);
  });
});

/** Reads a stream until so many events came; gives their ids and subjects. */
async function listen(path: string, wanted: number, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const answer = await fetch(url + path, {
    headers: { authorization: `Bearer ${hub.key}`, accept: 'text/event-stream', ...headers },
    signal: stop.signal,
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  const read = async () => {
    const seen: { id: number; subject: string }[] = [];
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const frames = text.split('\n\n');
      text = frames.pop()!;
      for (const frame of frames) {
        const [, id] = /^id: (\d+)/m.exec(frame) ?? [];
        const [, data] = /^data: (.*)$/m.exec(frame) ?? [];
        if (data) seen.push({ id: Number(id), subject: JSON.parse(data).subject });
      }
      if (seen.length >= wanted) break;
    }
    return seen;
  };
  return read();
}

describe('the stream', () => {
  test('asks for the key as all else does', async () => {
    const answer = await fetch(url + EVENTS, { headers: { accept: 'text/event-stream' } });
    expect(answer.status).toBe(401);
  });

  test('starts at a position and goes on live as the ledger grows', async () => {
    const { head } = (await hub.ask('GET', EVENTS)).body;
    const listening = listen(`${EVENTS}?after=${head - 1}`, 3);
    await scene.say('crm/orders', 'salesOrder', order(String(++number)), order(String(++number)));
    const seen = await listening;
    expect(seen.map(({ id }) => id)).toEqual([head, head + 1, head + 2]);
  });

  test('goes on after the last event a reader has, without gap or repetition', async () => {
    const seen = await listen(`${EVENTS}?after=999999`, 1, { 'last-event-id': '1' });
    expect(seen[0]).toEqual({ id: 2, subject: 'so~crm~2' });
  });

  test('gives only the entity asked for', async () => {
    await scene.say('na-erp/production', 'productionOrder', productionOrder('100', '1'));
    const { head } = (await hub.ask('GET', EVENTS)).body;
    const [first] = await listen(`${EVENTS}?after=0&entity=productionOrder`, 1);
    expect(first).toEqual({ id: head, subject: 'pro~na-erp~100' });
  });

  test('a reader that does not read holds the stream back, not the memory', async () => {
    const big = (n: number) => ({ ...order(`big${n}`), ext: { crm: { note: 'x'.repeat(1500) } } });
    for (let n = 0; n < 40; n++) {
      const documents = Array.from({ length: 200 }, (_, i) => big(n * 200 + i));
      await scene.say('crm/orders', 'salesOrder', ...documents);
    }
    const socket = createConnection(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.pause();
    const head = `GET ${EVENTS}?after=0 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${hub.key}\r\naccept: text/event-stream\r\n\r\n`;
    socket.write(head);
    const server = await serverSideOf(socket);
    await becomesSteady(() => server.bytesWritten);
    // Kernel buffers take some MB; the process keeps no more than one event beyond its high-water mark.
    expect(server.writableLength).toBeLessThan(200_000);
    const sent = server.bytesWritten;
    expect(sent).toBeLessThan(15_000_000);
    socket.resume();
    await becomesSteady(() => server.bytesWritten);
    expect(server.bytesWritten).toBeGreaterThan(sent);
  });

  test('ends when the hub stops', async () => {
    const other = await testServer();
    const address = await other.app.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(address + EVENTS, {
      headers: { authorization: `Bearer ${other.key}`, accept: 'text/event-stream' },
    });
    const reading = answer.text();
    await other.close();
    expect(typeof (await reading)).toBe('string');
  });
});

const accepted: Socket[] = [];
beforeAll(() => void hub.app.server.on('connection', (socket) => accepted.push(socket)));

async function serverSideOf(client: Socket): Promise<Socket> {
  for (;;) {
    const found = accepted.find((socket) => socket.remotePort === client.localPort);
    if (found) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Until a number has stayed the same over some looks. */
async function becomesSteady(read: () => number): Promise<void> {
  for (let same = 0, last = -1; same < 10; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = read();
    same = now === last && now > 0 ? same + 1 : 0;
    last = now;
  }
}
