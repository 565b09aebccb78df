import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteCourse, thinCourse } from '../../../observability/course.ts';
import { northfield } from '../../../observability/northfield.testing.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
  await hub.database.pool.query(
    `insert into source (name, holder, lease_until, watermark)
     values ('crm/orders', 'test', 'infinity', now()), ('mes/confirmations', 'test', 'infinity', now())`,
  );
  await hub.database.pool.query(
    `insert into subscription (name, position, holder, lease_until) values ('mes/production', 0, 'test', 'infinity')`,
  );
});
afterAll(() => hub.close());

test('a hub that has just started has no course yet, and tells it of the whole line or of a system', async () => {
  expect((await hub.ask('GET', '/operations/v1/course')).body).toEqual({ line: [] });
  const { body } = await hub.ask('GET', '/operations/v1/course?system=na-erp');
  expect(body.interfaces).toContainEqual({ id: 'na-erp/orders', points: [] });
  expect(await hub.ask('GET', '/operations/v1/course?system=na-epr')).toMatchObject({
    status: 404,
    body: { advice: 'Did you mean na-erp?' },
  });
});

test('how much went over, how far behind it was and what was parked is told minute by minute', async () => {
  await look();
  await look(
    `update source set accepted = accepted + 40, failed = failed + 3, watermark = now() - interval '20 minutes' where name = 'crm/orders'`,
  );
  const { body: line } = await hub.ask('GET', '/operations/v1/course');
  expect(line.line).toEqual([
    {
      at: expect.any(String),
      perMinute: 20,
      lagSeconds: expect.closeTo(1200, -1),
      parked: 0,
      failed: 3,
      well: 1,
      sites: 2,
    },
  ]);
  const { body: crm } = await hub.ask('GET', '/operations/v1/course?system=crm&hours=24');
  const { body: chicago } = await hub.ask('GET', '/operations/v1/course?site=chicago');
  expect(chicago.systems[0]).toMatchObject({ code: 'crm', points: [{ perMinute: 20, failed: 3 }] });
  expect(crm.interfaces[0]).toMatchObject({
    id: 'crm/orders',
    points: [{ perMinute: 20, parked: 0, failed: 3 }],
  });
});

test('what was kept before failed attempts were is told as none', async () => {
  const { pool } = hub.database;
  await pool.query(`delete from course; update source set failed = 900 where name = 'crm/orders'`);
  await look();
  await pool.query(
    `update course set failed = null, interfaces = '{"crm/orders": [0, 0, 0]}' where system = 'crm'`,
  );
  await look(`update source set failed = failed + 1 where name = 'crm/orders'`);
  const points = async (of: string) => (await hub.ask('GET', `/operations/v1/course${of}`)).body;
  expect((await points('?system=crm')).interfaces[0].points).toMatchObject([{ failed: 0 }]);
  expect((await points('?site=chicago')).systems[0].points).toMatchObject([{ failed: 0 }]);
  expect((await points('')).line).toMatchObject([{ failed: 0 }]);
  await look(`update source set failed = failed + 5 where name = 'crm/orders'`);
  expect((await points('?system=crm')).interfaces[0].points).toMatchObject([{ failed: 0 }, { failed: 5 }]);
});

test('a site ran well when nothing of it was held, late or failing', async () => {
  const wellNow = async () =>
    (await hub.ask('GET', '/operations/v1/course')).body.line
      .map((each: { well: number }) => each.well)
      .at(-1);
  await look();
  expect(await wellNow()).toBe(1);
  await look(`update source set watermark = now() - interval '20 minutes' where name = 'mes/confirmations'`);
  expect(await wellNow()).toBe(0);
});

test('of what is older than an hour every fifth minute is kept, for a day', async () => {
  const { pool } = hub.database;
  await pool.query('delete from course');
  await pool.query(
    `insert into course (system, at, well, total, parked, interfaces)
     select 'crm', date_trunc('hour', now()) - n * interval '1 minute', true, 0, 0, '{}' from generate_series(0, 2000) n`,
  );
  await thinCourse(pool);
  const { rows } = await pool.query<{ early: number; fives: number; old: number }>(
    `select count(*) filter (where at < now() - interval '1 hour')::int as early,
            count(*) filter (where at < now() - interval '1 hour' and extract(minute from at)::int % 5 = 0)::int as fives,
            count(*) filter (where at < now() - interval '1 day')::int as old from course`,
  );
  expect(rows[0]!.old).toBe(0);
  expect(rows[0]!.early).toBe(rows[0]!.fives);
  expect(rows[0]!.fives).toBeGreaterThan(270);
});

/** What happened since the last look, and two minutes that pass before the next. */
async function look(happened = 'select 1'): Promise<void> {
  const { pool } = hub.database;
  await pool.query(`update course set at = at - interval '2 minutes'`);
  await pool.query(happened);
  await noteCourse(pool, northfield());
}
