import { Agent } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type PrivatePostgres, privatePostgres } from '../privatePostgres.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { pushToHttp } from './landscapes.ts';
import { post } from './senders.ts';

let postgres: PrivatePostgres;
let target: TestTarget;
let hub: HubProcess;
afterEach(async () => {
  await hub?.kill();
  await target?.stop();
  await postgres?.stop();
});

test('1. a hub that starts while its database is away waits for it, says so at each try, and works by itself when it is there', async () => {
  postgres = await privatePostgres();
  target = await startTarget();
  hub = await startHubProcess(await pushToHttp(target.url), postgres.url);
  await hub.kill();
  await postgres.kill();
  const starting = hub.start();
  const { port } = new URL(postgres.url);
  const waits = new RegExp(`ECONNREFUSED.*waits for PostgreSQL at 127.0.0.1:${port}`, 'g');
  await until(async () => [...hub.output().matchAll(waits)].length >= 3);
  await postgres.start();
  await starting;

  const agent = new Agent();
  const stop = { id: 'after', machine: 'M1', at: '2026-01-01T00:00:00Z' };
  await until(() => post(agent, `${hub.url}/in/mes/stops`, stop));
  agent.destroy();
  await until(async () => target.received.length > 0);
  expect(target.received.map(({ id }) => id)).toHaveLength(1);
});
