import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createScene, order, type Scene } from '../../observability/journey.testing.ts';
import { problem } from '../../vocabulary/problem.ts';
import { type TestServer, testServer } from '../server.testing.ts';
import type { InterfaceStatus } from './contract.ts';

let hub: TestServer;
let scene: Scene;
beforeAll(async () => {
  const rule = {
    model: 'event-driven' as const,
    entities: ['salesOrder'],
    file: 'enterprise.yaml',
    line: 1,
  };
  hub = await testServer({
    connectivity: [
      { ...rule, maxStaleness: 900_000 },
      { ...rule, maxStaleness: 300_000, sites: ['chicago'] },
      { ...rule, maxStaleness: 60_000, sites: ['detroit'] },
    ],
  });
  scene = createScene(hub.database.pool);
  await scene.say('crm/orders', 'salesOrder', order('1'), order('2'));
});
afterAll(() => hub.close());

async function interfaces(): Promise<Map<string, InterfaceStatus>> {
  const { body } = await hub.ask('GET', '/operations/v1/sites');
  const all = body.sites.flatMap((site: { systems: { interfaces: InterfaceStatus[] }[] }) =>
    site.systems.flatMap((system) => system.interfaces),
  );
  return new Map(all.map((each: InterfaceStatus) => [each.id, each]));
}

describe('sites', () => {
  test('every interface of the landscape stands under its system and site, also one never worked', async () => {
    const { body } = await hub.ask('GET', '/operations/v1/sites');
    expect(
      body.sites.map(({ code, systems }: { code: string; systems: { code: string }[] }) => [
        code,
        systems.map((system) => system.code),
      ]),
    ).toEqual([
      ['chicago', ['crm', 'na-erp']],
      ['detroit', ['mes']],
    ]);
    expect((await interfaces()).get('mes/production')).toMatchObject({ state: 'stopped', lagSeconds: null });
  });

  test('how far behind one may be is what the strictest rule for its entity at its site says', async () => {
    const found = await interfaces();
    expect(found.get('crm/orders')!.allowedLagSeconds).toBe(300);
    expect(found.get('mes/production')!.allowedLagSeconds).toBe(900);
  });

  test('a source lags behind its watermark; one that told none has no lag', async () => {
    expect((await interfaces()).get('crm/orders')).toMatchObject({
      lagSeconds: null,
      totals: { accepted: 2 },
    });
    await hub.database.pool.query(
      "update source set watermark = now() - interval '90 s', holder = 'x', lease_until = now() + interval '8 s'",
    );
    const source = (await interfaces()).get('crm/orders')!;
    expect(source.state).toBe('running');
    expect(source.lagSeconds).toBeGreaterThanOrEqual(90);
    expect(source.lagSeconds).toBeLessThan(150);
  });

  test('a target lags as long as the oldest entry of its entity waits, and not at all when none does', async () => {
    await scene.target('na-erp/orders', 1);
    await scene.target('crm/milestones', 0);
    await hub.database.pool.query(
      "update ledger set recorded_at = now() - interval '1 hour' where position = 2",
    );
    const found = await interfaces();
    expect(found.get('na-erp/orders')!.lagSeconds).toBeGreaterThanOrEqual(3600);
    expect(found.get('crm/milestones')!.lagSeconds).toBe(0);
    await hub.database.pool.query("update subscription set position = 2 where name = 'na-erp/orders'");
    expect((await interfaces()).get('na-erp/orders')!.lagSeconds).toBe(0);
  });

  test('an interface that met a problem is failing, and stopped once no hub works it', async () => {
    const down = problem('target-unavailable', 'send', 'connection refused');
    const set = (sql: string, ...values: unknown[]) =>
      hub.database.pool.query(`update subscription set ${sql} where name = 'na-erp/orders'`, values);
    await set("problem = $1, holder = 'x', lease_until = now() - interval '5 s'", JSON.stringify(down));
    expect((await interfaces()).get('na-erp/orders')).toMatchObject({ state: 'failing', problem: down });
    await set('holder = null, lease_until = null');
    expect((await interfaces()).get('na-erp/orders')!.state).toBe('stopped');
  });

  test('one that is held says by what, since when and until when, what waits, and is no problem', async () => {
    await hub.database.pool.query(
      `update subscription set position = 1, holder = 'x', lease_until = now() + interval '8 s', hold = 'held-window',
         hold_reason = 'maintenance', hold_since = now(), hold_until = now() + interval '2 hours' where name = 'na-erp/orders'`,
    );
    const held = (await interfaces()).get('na-erp/orders')!;
    expect(held).toMatchObject({
      state: 'held',
      hold: {
        state: 'held-window',
        reason: 'maintenance',
        since: expect.any(String),
        until: expect.any(String),
      },
      backlog: { entries: 1, how: 'counted', caughtUpAt: null, untold: 'rate-unknown' },
    });
    const { rows } = await hub.database.pool.query(
      "select id from subscription where name = 'na-erp/orders'",
    );
    await scene.receipt(rows[0].id, { positions: [1], attempts: 1 });
    const { backlog, hold } = (await interfaces()).get('na-erp/orders')!;
    // The receipt says that one entry takes a quarter of a second.
    expect(Date.parse(backlog!.caughtUpAt!) - Date.parse(hold!.until!)).toBe(250);
    expect((await interfaces()).get('crm/orders')!.backlog).toBeUndefined();
    const metrics = await hub.app.inject({
      url: '/metrics',
      headers: { authorization: `Bearer ${hub.key}` },
    });
    expect(metrics.body).toMatch(/lineshaft_held\{.*interface="na-erp\/orders".*state="held-window"\} 1/);
    expect(metrics.body).toMatch(/lineshaft_interface_running\{.*interface="na-erp\/orders".*\} 1/);
    await hub.database.pool.query('update subscription set holder = null, lease_until = null, hold = null');
  });

  test('open messages are counted by state', async () => {
    for (const [position, state] of (['parked', 'parked', 'held-behind', 'retrying'] as const).entries()) {
      const rejected = problem('target-rejected', 'send', 'no');
      await scene.hold('out', 'na-erp/orders', 'salesOrder', {
        state,
        problem: rejected,
        position,
        attempts: 1,
      });
    }
    expect((await interfaces()).get('na-erp/orders')!.open).toEqual({
      parked: 2,
      'held-behind': 1,
      retrying: 1,
      waiting: 0,
    });
  });
});

test('metrics tell the lag and what is open of each interface', async () => {
  const answer = await hub.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${hub.key}` } });
  expect(answer.headers['content-type']).toContain('text/plain');
  expect(answer.body).toMatch(
    /lineshaft_lag_seconds\{site="chicago",system="na-erp",interface="na-erp\/orders",direction="target"\} \d/,
  );
  expect(answer.body).toMatch(/lineshaft_open_messages\{.*interface="na-erp\/orders".*state="parked"\} 2/);
  expect(answer.body).toMatch(/lineshaft_messages_total\{interface="crm\/orders",outcome="accepted"\} 2/);
  expect((await hub.app.inject('/metrics')).statusCode).toBe(401);
});

test('the hub is ready once some process works the interfaces, and not without its database', async () => {
  await hub.database.pool.query('update source set lease_until = null');
  expect(await hub.ask('GET', '/readyz')).toMatchObject({ status: 503, body: { code: 'not-ready' } });
  await hub.database.pool.query("update source set lease_until = now() + interval '8 s'");
  expect(await hub.ask('GET', '/readyz')).toMatchObject({
    status: 200,
    body: { status: 'ready', interfaces: { worked: 1, declared: 8 } },
  });
});
