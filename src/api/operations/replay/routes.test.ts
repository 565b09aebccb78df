import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createScene, order, type Scene } from '../../../observability/journey.testing.ts';
import { northfield, target } from '../../../observability/northfield.testing.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let scene: Scene;
beforeAll(async () => {
  const landscape = northfield();
  const entry = target('na-erp', 'order-entry', 'salesOrder', { takes: 'commands' });
  landscape.systems.get('na-erp')!.interfaces.set('order-entry', entry);
  hub = await testServer({ landscape });
  scene = createScene(hub.database.pool);
  // Positions 1 to 10 are ten orders, 11 to 13 the first three again.
  await scene.say('crm/orders', 'salesOrder', ...Array.from({ length: 10 }, (_, i) => order(String(i))));
  await scene.say('crm/orders', 'salesOrder', ...['0', '1', '2'].map((number) => order(number, 'confirmed')));
});
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.database.pool.query('truncate parked, audit, replay, subscription, receipt');
  await scene.target('na-erp/orders', 12);
});

const ORDERS = { interface: 'na-erp/orders' };
const REPLAY = '/operations/v1/replay';
const replay = (body: object) => hub.ask('POST', REPLAY, { ...ORDERS, ...body });

describe('a replay to a target', () => {
  test('is kept with what it goes over, who asked and how fast, and leaves the position of live traffic alone', async () => {
    const { body } = await replay({ from: 4, rate: 20 });
    expect(body).toEqual({
      id: expect.any(Number),
      interface: 'na-erp/orders',
      state: 'running',
      from: 4,
      to: 12,
      position: 3,
      rate: 20,
      delivered: 0,
      superseded: 0,
      parked: 0,
      outOfScope: 0,
      askedBy: 'admin',
      askedAt: expect.stringMatching(/Z$/),
    });
    const { rows } = await hub.database.pool.query(
      `select actor, action, subject, details ->> 'from' as "from", (select position from subscription) as position from audit`,
    );
    expect(rows).toEqual([
      { actor: 'admin', action: 'replay', subject: 'na-erp/orders', from: '4', position: 12 },
    ]);
  });

  test('ends where live traffic has come to, or before', async () => {
    expect((await replay({ from: 1, to: 999 })).body).toMatchObject({ from: 1, to: 12, rate: 100 });
    await hub.ask('POST', `${REPLAY}/cancel`, ORDERS);
    expect((await replay({ from: 2, to: 5 })).body).toMatchObject({ from: 2, to: 5 });
  });

  test('a time stands for what was recorded from then on, or until then', async () => {
    const { rows } = await hub.database.pool.query<{ recorded_at: string }>(
      'select recorded_at from ledger where position in (1, 12) order by position',
    );
    const [from, to] = rows.map((row) => row.recorded_at);
    expect((await replay({ from })).body.from).toBe(1);
    await hub.ask('POST', `${REPLAY}/cancel`, ORDERS);
    const later = new Date(Date.parse(to!) + 60_000).toISOString();
    expect((await replay({ from: 1, to: later })).body.to).toBe(12);
    expect(await replay({ from: '2999-01-01T00:00:00.000Z' })).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', field: 'from' },
    });
  });

  test('there is one at a time for a target; cancelled, it is kept as such and the next may begin', async () => {
    const first = (await replay({ from: 1 })).body;
    expect(await replay({ from: 1 })).toMatchObject({ status: 409, body: { code: 'replay-running' } });
    const cancelled = await hub.ask('POST', `${REPLAY}/cancel`, ORDERS);
    expect(cancelled.body).toMatchObject({ id: first.id, state: 'cancelled', endedAt: expect.any(String) });
    expect((await hub.ask('POST', `${REPLAY}/cancel`, ORDERS)).status).toBe(404);
    const second = (await replay({ from: 1 })).body;
    const { body } = await hub.ask('GET', `${REPLAY}?interface=na-erp%2Forders`);
    expect(body.replays.map(({ id, state }: { id: number; state: string }) => [id, state])).toEqual([
      [second.id, 'running'],
      [first.id, 'cancelled'],
    ]);
    const running = await hub.ask('GET', `${REPLAY}?state=running`);
    expect(running.body.replays).toMatchObject([{ id: second.id }]);
    const { rows } = await hub.database.pool.query('select action from audit order by id');
    expect(rows.map((row) => row.action)).toEqual(['replay', 'replay.cancel', 'replay']);
  });

  test('while it runs its end is predicted from how fast it went so far', async () => {
    const { id } = (await replay({ from: 1 })).body;
    expect((await hub.ask('GET', `${REPLAY}?id=${id}`)).body.replays[0].predictedEnd).toBeUndefined();
    await hub.database.pool.query(`update replay set position = 6, asked_at = now() - interval '1 hour'`);
    const { predictedEnd } = (await hub.ask('GET', `${REPLAY}?id=${id}`)).body.replays[0];
    expect((Date.parse(predictedEnd) - Date.now()) / 60_000).toBeCloseTo(60, 0);
  });

  test('a preview counts what it would do and does nothing', async () => {
    const message = { state: 'parked', key: 'so~crm~4', attempts: 1 } as const;
    const rejected = problem('target-rejected', 'send', 'no');
    await scene.hold('out', 'na-erp/orders', 'salesOrder', { ...message, problem: rejected, position: 5 });
    const { body } = await hub.ask('POST', `${REPLAY}/preview`, { ...ORDERS, from: 2, to: 10 });
    // Order 1, at position 2, came again at 12; order 2, at position 3, came again at 13, which live traffic has still to bring.
    expect(body).toEqual({
      interface: 'na-erp/orders',
      from: 2,
      to: 10,
      entries: 9,
      inScope: 9,
      send: 8,
      superseded: 1,
      open: 1,
    });
    expect((await hub.ask('GET', REPLAY)).body.replays).toEqual([]);
  });

  test('what cannot be replayed is refused with what would go', async () => {
    expect(await replay({ interface: 'crm/orders', from: 1 })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('source') },
    });
    expect(await replay({ interface: 'na-erp/order-entry', from: 1 })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('takes commands') },
    });
    expect(await replay({ interface: 'na-erp/ordres', from: 1 })).toMatchObject({
      status: 404,
      body: { advice: 'Did you mean na-erp/orders?' },
    });
    for (const body of [{ from: 13 }, { from: 'yesterday' }, { from: 5, to: 4 }, { from: 1, rate: 0 }])
      expect(await replay(body)).toMatchObject({ status: 400 });
  });
});
