import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { pushToHttp } from './landscapes.ts';
import { createSender } from './senders.ts';

const SENDERS = 4;
const EACH = 250;

let database: TestDatabase;
let hub: HubProcess;
let target: TestTarget;
afterEach(async () => {
  await hub?.kill();
  await target?.stop();
  await database?.drop();
});

test('6. a target that heeds the idempotency key sees each change once, in order, whenever the hub is killed', async () => {
  database = await testDatabase();
  target = await startTarget();
  hub = await startHubProcess(await pushToHttp(target.url), database.url);
  const senders = Array.from({ length: SENDERS }, (_, n) =>
    createSender(`${hub.url}/in/mes/stops`, `s${n}`, EACH),
  );
  const sending = Promise.all(senders.map((sender) => sender.run()));

  for (let kills = 0; kills < 5; kills++) {
    const before = target.received.length;
    await until(async () => target.received.length > before + 40);
    await hub.kill();
    await hub.start();
  }
  await sending;
  await until(async () => effects().length === SENDERS * EACH);

  const { rows } = await database.pool.query(
    'select id, partition_key as machine from ledger order by position',
  );
  expect(
    effects()
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(rows.map((row) => row.id as string).toSorted());
  for (const machine of new Set(rows.map((row) => row.machine as string))) {
    const told = rows.filter((row) => row.machine === machine).map((row) => row.id);
    expect(
      effects()
        .filter((effect) => effect.machine === machine)
        .map(({ id }) => id),
    ).toEqual(told);
  }
  const { rows: receipts } = await database.pool.query(
    'select unnest(positions) as position from receipt order by 1',
  );
  expect(receipts.map((row) => row.position)).toEqual(rows.map((_, i) => i + 1));
});

/** What the target did: the first of each idempotency key. */
function effects(): { id: string; machine: string }[] {
  const first = new Map(target.received.toReversed().map(({ id, body }) => [id, body]));
  return [...new Set(target.received.map(({ id }) => id))].map(
    (id) => first.get(id) as { id: string; machine: string },
  );
}
