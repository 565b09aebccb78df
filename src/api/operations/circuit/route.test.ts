import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCircuit, readSystem, throttleSystem } from '../../../delivery/systemState.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
});
afterAll(() => hub.close());

const post = (system: string, body: object) =>
  hub.ask('POST', `/operations/v1/systems/${system}/circuit`, body);

test('a person closes an open circuit, and who and why is kept', async () => {
  const { pool } = hub.database;
  for (const what of ['absence', 'absence', 'absence', 'missing'] as const)
    await changeCircuit(pool, 'na-erp', { what, cause: 'connection refused' });
  expect((await readSystem(pool, 'na-erp')).circuit.state).toBe('open');

  const { body } = await post('na-erp', { action: 'close', reason: 'the firewall is open again' });
  expect(body).toEqual({ system: 'na-erp', was: 'open', circuit: 'closed' });
  expect((await readSystem(pool, 'na-erp')).circuit).toEqual({ state: 'closed', absences: 0, probes: 0 });
  const { rows } = await pool.query('select actor, action, subject, details from audit');
  expect(rows).toEqual([
    {
      actor: 'admin',
      action: 'circuit.close',
      subject: 'na-erp',
      details: { was: 'open', reason: 'the firewall is open again' },
    },
  ]);
});

test('closing it ends a pause that the system asked for', async () => {
  const { pool } = hub.database;
  await throttleSystem(pool, 'na-erp', 7_200_000, 'answered 429: retry after 7200 s');
  const { throttle } = await readSystem(pool, 'na-erp');
  const { body } = await post('na-erp', { action: 'close' });
  expect(body).toMatchObject({ system: 'na-erp', was: 'closed', circuit: 'closed' });
  expect(Math.abs(Date.parse(body.pause) - throttle!.until)).toBeLessThan(1000);
  expect((await readSystem(pool, 'na-erp')).throttle).toBeUndefined();
  expect((await post('na-erp', { action: 'close' })).body.pause).toBeUndefined();
});

test('a system that is not there and an action that is none are refused', async () => {
  expect(await post('na-epr', { action: 'close' })).toMatchObject({
    status: 404,
    body: { advice: 'Did you mean na-erp?' },
  });
  expect(await post('na-erp', { action: 'open' })).toMatchObject({ status: 400 });
});
