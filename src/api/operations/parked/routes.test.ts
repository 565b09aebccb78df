import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createScene, order, type Scene } from '../../../observability/journey.testing.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let scene: Scene;
beforeAll(async () => {
  hub = await testServer();
  scene = createScene(hub.database.pool);
});
afterAll(() => hub.close());
beforeEach(() => hub.database.pool.query('truncate parked, audit'));

const PARKED = '/operations/v1/parked';
const rejected = problem('target-rejected', 'send', 'customer blocked');
const unmapped = problem('mapping-failed', 'map', 'no such field');

async function holdOut(
  position: number,
  key: string,
  state: 'parked' | 'held-behind' | 'retrying' = 'parked',
) {
  const message = { state, key, problem: rejected, position, attempts: 1 };
  await scene.hold('out', 'na-erp/orders', 'salesOrder', message);
}
async function holdIn(raw: string, messageId: string) {
  const message = { state: 'parked', problem: unmapped, raw, messageId, position: 0, attempts: 1 } as const;
  await scene.hold('in', 'crm/orders', 'salesOrder', { ...message, document: { number: messageId } });
}
async function states(): Promise<string[]> {
  const { rows } = await hub.database.pool.query<{ state: string }>('select state from parked order by id');
  return rows.map((row) => row.state);
}
async function ids(): Promise<number[]> {
  const { rows } = await hub.database.pool.query<{ id: number }>('select id from parked order by id');
  return rows.map((row) => row.id);
}

describe('the list', () => {
  test('a cursor leads through all messages once, and the total counts them all', async () => {
    for (let position = 1; position <= 7; position++) await holdOut(position, `so~crm~${position}`);
    const seen: number[] = [];
    let next: string | undefined;
    do {
      const { body } = await hub.ask('GET', `${PARKED}?limit=3${next ? `&cursor=${next}` : ''}`);
      expect(body.total).toBe(7);
      seen.push(...body.messages.map((message: { position: number }) => message.position));
      next = body.next;
    } while (next);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('filters narrow it by interface, system, code, key and state', async () => {
    await holdOut(1, 'so~crm~1');
    await holdOut(2, 'so~crm~1', 'held-behind');
    await holdIn('{}', 'm1');
    const count = async (query: string) => (await hub.ask('GET', `${PARKED}?${query}`)).body.total;
    expect(await count('')).toBe(3);
    expect(await count('interface=na-erp/orders')).toBe(2);
    expect(await count('system=crm')).toBe(1);
    expect(await count('code=target-rejected')).toBe(2);
    expect(await count('key=so~crm~1&state=held-behind')).toBe(1);
    expect(await count('state=parked&state=held-behind')).toBe(3);
    expect(await count('state=delivered')).toBe(0);
  });

  test('one message comes with its raw document, its problem and advice', async () => {
    await holdIn('{"number":"m1"}', 'm1');
    const [id] = await ids();
    const { body } = await hub.ask('GET', `${PARKED}/${id}`);
    expect(body).toMatchObject({
      raw: '{"number":"m1"}',
      document: { number: 'm1' },
      problem: { code: 'mapping-failed', advice: expect.stringContaining('replay') },
    });
    expect(await hub.ask('GET', `${PARKED}/999999`)).toMatchObject({ status: 404 });
    expect(await hub.ask('GET', `${PARKED}/x`)).toMatchObject({ status: 400 });
  });

  test('an outgoing message comes with its event', async () => {
    await scene.say('crm/orders', 'salesOrder', order('4711'));
    await holdOut(1, 'so~crm~4711');
    const [id] = await ids();
    const { body } = await hub.ask('GET', `${PARKED}/${id}`);
    expect(body.event).toMatchObject({ specversion: '1.0', sequence: '1', subject: 'so~crm~4711' });
  });
});

describe('replay', () => {
  test('hands parked messages to the line, leaves those behind to follow, and says who did it', async () => {
    await holdOut(1, 'so~crm~1');
    await holdOut(2, 'so~crm~1', 'held-behind');
    await holdOut(3, 'so~crm~3', 'retrying');
    const body = { ids: [...(await ids()), 999_999] };
    expect((await hub.ask('POST', `${PARKED}/replay`, body)).body).toMatchObject({ decided: 2, left: 2 });
    expect(await states()).toEqual(['waiting', 'held-behind', 'waiting']);
    const { rows } = await hub.database.pool.query('select actor, action, details from audit');
    expect(rows).toMatchObject([
      { actor: 'admin', action: 'parked.replay', details: { decided: 2, ids: body.ids } },
    ]);
  });

  test('a filter chooses too, but an empty one chooses nothing', async () => {
    await holdOut(1, 'so~crm~1');
    await holdIn('{}', 'm1');
    for (const body of [{}, { filter: {} }, { all: true, ids: [1] }]) {
      expect(await hub.ask('POST', `${PARKED}/replay`, body)).toMatchObject({
        status: 400,
        body: { code: 'request-invalid', advice: expect.stringContaining('all: true') },
      });
    }
    const answer = await hub.ask('POST', `${PARKED}/replay`, { filter: { code: 'mapping-failed' } });
    expect(answer.body.decided).toBe(1);
    expect(await states()).toEqual(['parked', 'waiting']);
    expect((await hub.ask('POST', `${PARKED}/replay`, { all: true })).body.decided).toBe(1);
  });

  test('a misspelt filter is refused rather than taken for all', async () => {
    await holdOut(1, 'so~crm~1');
    const answer = await hub.ask('POST', `${PARKED}/replay`, { filter: { interfase: 'na-erp/orders' } });
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining('interfase') } });
    expect(await states()).toEqual(['parked']);
  });
});

describe('discard', () => {
  test('asks for a reason, and keeps it with who decided', async () => {
    await holdIn('{}', 'm1');
    await holdOut(1, 'so~crm~1', 'held-behind');
    const body = { ids: await ids() };
    expect(await hub.ask('POST', `${PARKED}/discard`, body)).toMatchObject({ status: 400 });
    const { status } = await hub.ask('POST', `${PARKED}/discard`, { ...body, reason: 'sent by hand' });
    expect(status).toBe(200);
    const { body: page } = await hub.ask('GET', `${PARKED}?state=discarded`);
    expect(page.messages).toMatchObject([
      { direction: 'in', reason: 'sent by hand', decidedBy: 'admin' },
      { direction: 'out', reason: 'sent by hand', decidedBy: 'admin' },
    ]);
  });
});
