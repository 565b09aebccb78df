import { Agent } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { movementsByItem, pushToHttp } from './landscapes.ts';
import { createSender, post } from './senders.ts';

let database: TestDatabase;
let hub: HubProcess;
let target: TestTarget | undefined;
afterEach(async () => {
  await hub?.kill();
  await target?.stop();
  await database?.drop();
});

test('5. out: what a target refuses holds back only its own key, and a replay drains that key in order, whenever the hub is killed', async () => {
  database = await testDatabase();
  target = await startTarget();
  hub = await startHubProcess(await pushToHttp(target.url), database.url);
  const refused = new Set(['wc~detroit~M0', 'wc~detroit~M1']);
  let refusing = true;
  // Some of a key's messages only: what follows them would go through if it did not wait.
  target.answer = ({ body: { id, machine } }) =>
    refusing && refused.has(String(machine)) && /[02468][0-9]$/.test(String(id))
      ? { status: 422, body: { message: 'booked period' } }
      : { status: 200 };

  const senders = [0, 1].map((n) => createSender(`${hub.url}/in/mes/stops`, `s${n}`, 300));
  const sending = Promise.all(senders.map((sender) => sender.run()));
  for (let kills = 0; kills < 3; kills++) {
    const before = target.received.length;
    await until(async () => target!.received.length > before + 60);
    await hub.kill();
    await hub.start();
  }
  await sending;

  const told = await ledger();
  const free = told.filter(({ key }) => !refused.has(key)).map(({ id }) => id);
  await until(async () => free.every((id) => effects().includes(id)));
  expect(new Set((await parked()).map(({ key }) => key))).toEqual(refused);

  // Replayed in vain: the first of each key is refused again, and nothing passes it.
  const passed = effects().length;
  await hub.ask('POST', '/parked/replay', { filter: { interface: 'planning/stops' } });
  await until(
    async () =>
      (await parked()).filter(({ state, attempts }) => state === 'parked' && attempts > 1).length === 2,
  );
  expect(effects()).toHaveLength(passed);

  refusing = false;
  await hub.ask('POST', '/parked/replay', { filter: { interface: 'planning/stops' } });
  await until(async () => effects().length > passed + 5 || effects().length === told.length);
  await hub.kill();
  await hub.start();
  await until(async () => (await parked()).length === 0);

  expect(effects().length).toBe(told.length);
  for (const key of new Set(told.map((entry) => entry.key))) {
    const of = new Set(told.filter((entry) => entry.key === key).map(({ id }) => id));
    expect(effects().filter((id) => of.has(id))).toEqual([...of]);
  }
});

test('5. in: messages wait behind one whose reference is unknown, others do not, and all go on in order when it arrives', async () => {
  database = await testDatabase();
  hub = await startHubProcess(await movementsByItem(), database.url);
  const known = ['I0', 'I1', 'I2'];
  const late = ['LATE0', 'LATE1'];
  const agent = new Agent({ keepAlive: true });
  const push = async (door: string, body: object) => {
    while (!(await post(agent, `${hub.url}/in/${door}`, body)))
      await new Promise((again) => setTimeout(again, 20));
  };
  for (const no of known) await push('erp/items', { no, version: 1, name: no });

  const EACH = 60;
  const idsOf = (no: string) => Array.from({ length: EACH }, (_, n) => `${no}-${n}`);
  const sending = Promise.all(
    [...known, ...late].map(async (no) => {
      // Only the first names the item that is not there yet: those after it would pass if they did not wait.
      for (const [n, id] of idsOf(no).entries())
        await push('wms/movements', { id, pallet: no, no: n === 0 ? no : 'I0' });
    }),
  );
  await until(async () => (await parked()).length > late.length * 10);
  await hub.kill();
  await hub.start();
  await sending;
  const movements = async () => (await ledger()).map(({ id }) => id).filter((id) => id.startsWith('wms~'));
  expect((await movements()).length).toBe(known.length * EACH);
  expect((await parked()).length).toBe(late.length * EACH);

  // Replayed in vain: what waits behind does not pass.
  await hub.ask('POST', '/parked/replay', { filter: { interface: 'wms/movements' } });
  await until(
    async () =>
      (await parked()).filter(({ state, attempts }) => state === 'parked' && attempts > 1).length ===
      late.length,
  );
  expect((await movements()).length).toBe(known.length * EACH);

  for (const no of late) await push('erp/items', { no, version: 1, name: no });
  await hub.kill();
  await hub.start();
  await until(async () => (await parked()).length === 0);

  const all = await movements();
  for (const no of [...known, ...late]) {
    const expected = idsOf(no).map((id) => `wms~${id}`);
    expect(all.filter((id) => expected.includes(id))).toEqual(expected);
  }
  agent.destroy();
});

/** Ids in the order in which the target did them: the first of each idempotency key. */
function effects(): string[] {
  const first = new Map<string, string>();
  for (const { id, body } of target!.received) if (!first.has(id)) first.set(id, String(body['id']));
  return [...first.values()];
}

async function ledger(): Promise<{ id: string; key: string }[]> {
  const { rows } = await database.pool.query('select id, partition_key as key from ledger order by position');
  return rows;
}

async function parked(): Promise<{ key: string; state: string; attempts: number }[]> {
  const { rows } = await database.pool.query(
    `select key, state, attempts from parked where state in ('parked', 'held-behind', 'retrying', 'waiting')`,
  );
  return rows;
}
