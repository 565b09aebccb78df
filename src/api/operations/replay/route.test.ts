import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createScene, order, type Scene } from '../../../observability/journey.testing.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
let scene: Scene;
beforeAll(async () => {
  hub = await testServer();
  scene = createScene(hub.database.pool);
  await scene.say('crm/orders', 'salesOrder', ...Array.from({ length: 10 }, (_, i) => order(String(i))));
});
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.database.pool.query('truncate parked, audit');
  await hub.database.pool.query('delete from subscription');
  await scene.target('na-erp/orders', 10);
});

const replay = (body: object) => hub.ask('POST', '/operations/v1/replay', body);

async function subscription(): Promise<{ position: number; holder: string | null }> {
  const { rows } = await hub.database.pool.query('select position, holder from subscription');
  return rows[0];
}

describe('replay of a target', () => {
  test('moves the position back to before the entry named, and keeps who asked', async () => {
    expect((await replay({ interface: 'na-erp/orders', from: 4 })).body).toEqual({
      interface: 'na-erp/orders',
      from: 4,
      was: 10,
      entries: 7,
      superseded: 0,
    });
    expect((await subscription()).position).toBe(3);
    const { rows } = await hub.database.pool.query('select actor, action, subject from audit');
    expect(rows).toEqual([{ actor: 'admin', action: 'replay', subject: 'na-erp/orders' }]);
  });

  test('takes the lease, so that a worker under way cannot move the position forward again', async () => {
    await hub.database.pool.query(
      "update subscription set holder = 'worker', lease_until = now() + interval '8 s'",
    );
    await replay({ interface: 'na-erp/orders', from: 1 });
    expect((await subscription()).holder).not.toBe('worker');
  });

  test('a time stands for the first entry recorded from then on', async () => {
    const { rows } = await hub.database.pool.query<{ recorded_at: string }>(
      'select recorded_at from ledger where position = 1',
    );
    const from = rows[0]!.recorded_at;
    expect((await replay({ interface: 'na-erp/orders', from })).body.from).toBe(1);
    expect(await replay({ interface: 'na-erp/orders', from: '2999-01-01T00:00:00.000Z' })).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', field: 'from' },
    });
  });

  test('open messages in the range make it ambiguous; confirmed, the replay takes their place', async () => {
    const rejected = problem('target-rejected', 'send', 'no');
    for (const position of [2, 6]) {
      const message = {
        state: 'parked',
        key: `so~crm~${position}`,
        problem: rejected,
        position,
        attempts: 1,
      } as const;
      await scene.hold('out', 'na-erp/orders', 'salesOrder', message);
    }
    expect(await replay({ interface: 'na-erp/orders', from: 5 })).toMatchObject({
      status: 409,
      body: { code: 'replay-ambiguous', detail: expect.stringMatching(/^1 open/) },
    });
    expect((await subscription()).position).toBe(10);
    const { body } = await replay({ interface: 'na-erp/orders', from: 5, confirm: true });
    expect(body.superseded).toBe(1);
    const { rows } = await hub.database.pool.query('select position, state from parked order by position');
    expect(rows).toEqual([
      { position: 2, state: 'parked' },
      { position: 6, state: 'discarded' },
    ]);
  });

  test('what cannot be replayed is refused with what would go', async () => {
    expect(await replay({ interface: 'crm/orders', from: 1 })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('source') },
    });
    expect(await replay({ interface: 'na-erp/ordres', from: 1 })).toMatchObject({
      status: 404,
      body: { advice: 'Did you mean na-erp/orders?' },
    });
    expect(await replay({ interface: 'na-erp/orders', from: 11 })).toMatchObject({ status: 400 });
    expect(await replay({ interface: 'na-erp/orders', from: 'yesterday' })).toMatchObject({ status: 400 });
  });
});
