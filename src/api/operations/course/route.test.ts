import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, testServer } from '../../server.testing.ts';
import { sumOf } from './sum.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
});
afterAll(() => hub.close());

test('what several interfaces carried is added up minute by minute, also where one came later', () => {
  const minute = (n: number, perMinute: number) => ({ at: `2026-03-01T10:0${n}:00.000Z`, perMinute });
  expect(sumOf([[minute(2, 4)], [minute(1, 1), minute(2, 0.5)]])).toEqual([minute(1, 1), minute(2, 4.5)]);
});

test('a hub that has just started has no course yet, and tells it of the whole line or of a system', async () => {
  expect((await hub.ask('GET', '/operations/v1/course')).body).toEqual({ minutes: [] });
  const { body } = await hub.ask('GET', '/operations/v1/course?system=na-erp');
  expect(body.interfaces).toContainEqual({ id: 'na-erp/orders', minutes: [] });
  expect(await hub.ask('GET', '/operations/v1/course?system=na-epr')).toMatchObject({
    status: 404,
    body: { advice: 'Did you mean na-erp?' },
  });
});
