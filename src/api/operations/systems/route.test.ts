import { afterAll, beforeAll, expect, test } from 'vitest';
import { reserveDay } from '../../../delivery/reserve.ts';
import type { System } from '../../../landscape/landscape.ts';
import { northfield } from '../../../observability/northfield.testing.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { type TestServer, testServer } from '../../server.testing.ts';
import { readSystemDetail } from './read.ts';

let hub: TestServer;
let isThere = true;

beforeAll(async () => {
  hub = await testServer({
    check: async () => (isThere ? undefined : problem('target-unavailable', 'send', 'connection refused')),
  });
});
afterAll(() => hub.close());

test('a system tells its limits, and the windows of two weeks: declared ones, and those people announced', async () => {
  const { body: announced } = await hub.ask('POST', '/operations/v1/maintenance/announce', {
    system: 'na-erp',
    lasts: '2h',
    reason: 'a new disk',
  });
  const { body } = await hub.ask('GET', '/operations/v1/systems/na-erp');
  expect(body).toMatchObject({
    system: 'na-erp',
    circuit: 'closed',
    limits: { concurrency: expect.any(Number) },
  });
  expect(body.days).toHaveLength(14);
  expect(body.windows).toContainEqual(announced.now);
  expect(Date.parse(body.days[0].from)).toBeLessThanOrEqual(Date.parse(body.at));
});

test('what is used of a day counts what all hub processes reserved, and a declared window comes each night', async () => {
  const { pool } = hub.database;
  await reserveDay(pool, 'crm', { wanted: 40, perDay: 1000, zone: 'UTC' });
  await reserveDay(pool, 'crm', { wanted: 2, perDay: 1000, zone: 'UTC' });
  const landscape = northfield();
  const crm: System = {
    ...landscape.systems.get('crm')!,
    limits: { concurrency: 2, perSecond: 5, perDay: 1000, quotaZone: 'UTC' },
    maintenance: [{ cron: '0 22 * * *', timeZone: 'America/Chicago', lasts: 7_200_000, reason: 'backup' }],
  };
  const { limits, days, windows } = await readSystemDetail(pool, landscape, crm, Date.now());
  expect(limits).toEqual({
    concurrency: 2,
    perSecond: 5,
    perDay: { limit: 1000, used: 42, endsAt: expect.any(String) },
  });
  expect(windows).toHaveLength(days.length);
  expect(windows.map(({ to }) => to)).toEqual(days.map(({ to }) => to));
});

test('a connection is tested at once, and what is wrong with it is told', async () => {
  const { body: well } = await hub.ask('POST', '/operations/v1/systems/na-erp/check');
  expect(well).toEqual({ system: 'na-erp', at: expect.any(String), milliseconds: expect.any(Number) });
  isThere = false;
  const { body } = await hub.ask('POST', '/operations/v1/systems/na-erp/check');
  expect(body.problem).toMatchObject({ code: 'target-unavailable', detail: 'connection refused' });
  const { status, body: wrong } = await hub.ask('POST', '/operations/v1/systems/na-epr/check');
  expect([status, wrong.advice]).toEqual([404, 'Did you mean na-erp?']);
});
