import { Agent } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { itemsToHttp } from './landscapes.ts';
import { post } from './senders.ts';

const ITEMS = 120;
/** Those that change while the replay runs. */
const CHANGING = 40;

let database: TestDatabase;
let hub: HubProcess;
let target: TestTarget;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
afterEach(async () => {
  agent.destroy();
  await hub?.kill();
  await target?.stop();
  await database?.drop();
});

test('5. a replay to a system built anew brings each thing to its newest state, beside live traffic and whenever the hub is killed', async () => {
  database = await testDatabase();
  target = await startTarget();
  hub = await startHubProcess(await itemsToHttp(target.url), database.url);
  for (const version of [1, 2]) for (let n = 0; n < ITEMS; n++) await push(n, version);
  await until(async () => target.received.length >= 2 * ITEMS);

  // The system is built anew: what it had is gone.
  target.received.length = 0;
  const { id } = (await hub.ask('POST', '/replay', {
    interface: 'planning/items',
    from: 1,
    rate: 30,
  })) as Job;
  const changing = (async () => {
    for (let version = 3; version < 8; version++) for (let n = 0; n < CHANGING; n++) await push(n, version);
  })();
  for (let kills = 0; kills < 2; kills++) {
    const before = target.received.length;
    await until(async () => target.received.length > before + 15);
    expect(await state(id)).toBe('running');
    await hub.kill();
    await hub.start();
  }
  await changing;
  await until(async () => (await state(id)) === 'done');
  await until(async () => at(CHANGING - 1) === 7);

  const expected = Array.from({ length: ITEMS }, (_, n) => (n < CHANGING ? 7 : 2));
  expect(expected.map((_, n) => at(n))).toEqual(expected);
  const { rows } = await database.pool.query(
    'select delivered + superseded as gone, parked, out_of_scope from replay',
  );
  expect(rows).toEqual([{ gone: 2 * ITEMS, parked: 0, out_of_scope: 0 }]);
});

interface Job {
  id: number;
}

async function push(n: number, version: number): Promise<void> {
  const body = { no: `I${n}`, version, name: String(version) };
  while (!(await post(agent, `${hub.url}/in/erp/items`, body)))
    await new Promise((again) => setTimeout(again, 20));
}

async function state(id: number): Promise<string> {
  const { rows } = await database.pool.query('select state from replay where id = $1', [id]);
  return rows[0].state;
}

/** What the new system holds of an item: what came last. */
function at(n: number): number | undefined {
  const last = target.received.findLast(({ body }) => body['no'] === `I${n}`);
  return last && Number(last.body['name']);
}
