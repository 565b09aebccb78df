import { afterEach, expect, test } from 'vitest';
import type { InterfaceStatus, SitesAnswer } from '../../src/api/operations/contract.ts';
import type { SystemMaintenance } from '../../src/api/operations/maintenance/contract.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { pushToHttp } from './landscapes.ts';
import { createSender } from './senders.ts';

let database: TestDatabase;
let hub: HubProcess;
let target: TestTarget | undefined;
afterEach(async () => {
  await hub?.kill();
  await target?.stop();
  await database?.drop();
});

test('8. a window announced over a running flow holds all that is for the system, through a kill, an extension and its end, and spends nothing', async () => {
  database = await testDatabase();
  target = await startTarget();
  hub = await startHubProcess(await pushToHttp(target.url), database.url);
  const sender = createSender(`${hub.url}/in/mes/stops`, 's', 400);
  const sending = sender.run();
  await until(async () => target!.received.length > 20);

  await say('announce', { lasts: '3s', reason: 'patches' });
  await until(async () => (await planning()).state === 'held');
  const held = target.received.length;
  expect(held).toBeLessThan(400);
  await say('extend', { by: '1h' });

  await hub.kill();
  await hub.start();
  await sending;
  await until(async () => (await waiting()) > 50 && (await planning()).state === 'held');
  // Past the end that was announced first: it was extended.
  const status = await planning();
  await until(async () => Date.now() > Date.parse(status.hold!.until!) - 3_600_000 + 1500);
  expect(status).toMatchObject({
    hold: { state: 'held-window', reason: 'maintenance (patches)', since: expect.any(String) },
  });
  expect(status.problem).toBeUndefined();
  expect(target.received.length).toBe(held);
  expect(hub.output()).not.toMatch(/"level":[45]0/);

  await say('end', {});
  await until(async () => (await waiting()) === 0);
  expect((await planning()).state).toBe('running');
  const { rows } = await database.pool.query('select id, partition_key as key from ledger order by position');
  expect(effects().length).toBe(rows.length);
  for (const key of new Set(rows.map((row) => row.key))) {
    const of = rows.filter((row) => row.key === key).map((row) => row.id);
    expect(effects().filter((id) => of.includes(id))).toEqual(of);
  }
  expect((await database.pool.query('select from parked')).rowCount).toBe(0);
  expect((await database.pool.query('select max(attempts) from receipt')).rows).toEqual([{ max: 1 }]);
}, 120_000);

async function say(verb: string, body: object): Promise<SystemMaintenance> {
  return (await hub.ask('POST', `/maintenance/${verb}`, {
    system: 'planning',
    ...body,
  })) as SystemMaintenance;
}

async function planning(): Promise<InterfaceStatus> {
  const { sites } = (await hub.ask('GET', '/sites')) as SitesAnswer;
  return sites
    .flatMap((site) => site.systems.flatMap((system) => system.interfaces))
    .find(({ id }) => id === 'planning/stops')!;
}

async function waiting(): Promise<number> {
  const { rows } = await database.pool.query(
    'select (select position from ledger_head) - position as lag from subscription',
  );
  return rows[0].lag;
}

/** Ids in the order in which the target did them: the first of each idempotency key. */
function effects(): string[] {
  const first = new Map<string, string>();
  for (const { id, body } of target!.received) if (!first.has(id)) first.set(id, String(body['id']));
  return [...first.values()];
}
