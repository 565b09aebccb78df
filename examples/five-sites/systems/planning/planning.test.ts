import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningSystem } from '../plumbing/system.ts';
import { testOptions } from '../testing.ts';
import { start } from './start.ts';

let options: Awaited<ReturnType<typeof testOptions>>;
let planning: RunningSystem;
beforeEach(async () => {
  options = await testOptions();
  planning = await start(options);
});
afterEach(async () => {
  await planning.stop();
  await options.clean();
});

async function post(path: string, body: unknown) {
  const headers = { 'x-api-key': planning.addresses['PLANNING_KEY']! };
  const response = await fetch(planning.addresses['PLANNING_URL'] + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const movement = {
  id: 'mes~1',
  kind: 'productionIssue',
  material: 'itm_1',
  location: 'detroit',
  qty: '3',
  uom: 'EA',
  at: '2026-03-01T08:00:00Z',
};

test('takes facts once, one or many, and all of an array or nothing', async () => {
  expect((await post('/movements', movement)).body).toEqual({ accepted: 1, known: 0 });
  expect((await post('/movements', [movement, { ...movement, id: 'mes~2' }])).body).toEqual({
    accepted: 1,
    known: 1,
  });
  expect(
    await post('/movements', [
      { ...movement, id: 'mes~3' },
      { ...movement, qty: '3,5' },
    ]),
  ).toMatchObject({ status: 422, body: { code: 'E_FIELD', index: 1, field: 'qty' } });
  expect(planning.tally().received['movements']).toEqual({ accepted: 2, repeated: 1, rejected: 1 });
});

test('keeps the newest state of a position', async () => {
  const position = {
    position: 'ivp~1',
    material: 'itm_1',
    location: 'detroit',
    status: 'unrestricted',
    onHand: '5',
    uom: 'EA',
    asOf: '2026-03-01T08:00:00Z',
  };
  await post('/inventory', position);
  expect((await post('/inventory', { ...position, onHand: '4', asOf: '2026-03-01T07:00:00Z' })).body).toEqual(
    { accepted: 0, known: 1 },
  );
  expect((await post('/inventory', { ...position, onHand: '6' })).body).toEqual({ accepted: 1, known: 0 });
  expect((await post('/inventory', { ...position, onHand: '6' })).body).toEqual({ accepted: 0, known: 1 });
});

test('says how much of the quota is left, and 429 when it is spent', async () => {
  const before = Number((await post('/movements', movement)).headers.get('x-quota-remaining'));
  expect(Number((await post('/movements', movement)).headers.get('x-quota-remaining'))).toBe(before - 1);
  await planning.faults.throttle(0);
  const refused = await post('/movements', movement);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  await planning.faults.heal();
  expect((await post('/movements', movement)).status).toBe(200);
});
