import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPool, type Pool } from '../../src/database/pool.ts';
import { type PrivatePostgres, privatePostgres } from '../privatePostgres.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { pushToHttp } from './landscapes.ts';
import { createSender } from './senders.ts';

const SENDERS = 3;
const EACH = 400;
/** What the other hub may need to take over. */
const TAKEOVER_SECONDS = 10;

let postgres: PrivatePostgres;
let pool: Pool;
let target: TestTarget;
let hubs: [HubProcess, HubProcess];
let sending: Promise<void>[];
beforeEach(async () => {
  postgres = await privatePostgres();
  pool = openPool(postgres.url, 2);
  target = await startTarget();
  const landscape = await pushToHttp(target.url);
  // The first takes everything, the other stands by.
  hubs = [await startHubProcess(landscape, postgres.url), await startHubProcess(landscape, postgres.url)];
  const doors = hubs.map(({ url }) => `${url}/in/mes/stops`);
  sending = Array.from({ length: SENDERS }, (_, n) => createSender(doors, `s${n}`, EACH).run());
});
afterEach(async () => {
  for (const hub of hubs ?? []) {
    hub.resume();
    await hub.kill();
  }
  await pool?.end();
  await target?.stop();
  await postgres?.stop();
});

test('11. of two hubs one works; killed, the other takes over within ten seconds, and nothing is lost, doubled or reordered', async () => {
  const [first, second] = hubs;
  const closed = await fetch(`${second.url}/in/mes/stops`, { method: 'POST', body: '{}' });
  expect([closed.status, closed.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await closed.json()).toMatchObject({ code: 'door-closed' });

  await moreArrive(40);
  const before = await holder();
  await first.kill();
  await takenFrom(before);
  await moreArrive(40);

  await first.start();
  const between = await holder();
  await second.kill();
  await takenFrom(between);
  await everyEffectOnce();
});

test('11. a hub that slept longer than its lease commits nothing when it wakes, and stands by', async () => {
  const [first] = hubs;
  await moreArrive(40);
  const before = await holder();
  first.pause();
  await takenFrom(before);
  await moreArrive(40);
  const after = await holder();
  first.resume();
  await moreArrive(40);
  await everyEffectOnce();
  expect(await holder()).toEqual(after);
});

test('11. a PostgreSQL that is killed and restarted under both goes on with one of them', async () => {
  for (let kills = 0; kills < 2; kills++) {
    await moreArrive(40);
    await postgres.kill();
    await postgres.start();
  }
  await everyEffectOnce();
});

async function moreArrive(count: number): Promise<void> {
  const before = target.received.length;
  await until(async () => target.received.length > before + count);
}

/** Who works the source and who the target. */
async function holder(): Promise<string[]> {
  const { rows } = await pool.query<{ holder: string }>(
    `select holder from (select 1 as place, holder, lease_until from source union all select 2, holder, lease_until from subscription) leases
     where lease_until > now() order by place`,
  );
  return rows.map((row) => row.holder);
}

async function takenFrom(before: readonly string[]): Promise<void> {
  await until(async () => {
    const now = await holder();
    return now.length === 2 && now.every((each) => !before.includes(each));
  }, TAKEOVER_SECONDS);
}

/** Each message went into the ledger once, to the target in the order of its key, and has one receipt. */
async function everyEffectOnce(): Promise<void> {
  await Promise.all(sending);
  await until(async () => effects().length === SENDERS * EACH);
  const { rows } = await pool.query<{ id: string; machine: string }>(
    'select id, partition_key as machine from ledger order by position',
  );
  const sent = Array.from({ length: SENDERS }, (_, s) =>
    Array.from({ length: EACH }, (_, n) => `mes~s${s}-${n}`),
  ).flat();
  expect(rows.map(({ id }) => id).toSorted()).toEqual(sent.toSorted());
  for (const machine of new Set(rows.map((row) => row.machine))) {
    const told = rows.filter((row) => row.machine === machine).map(({ id }) => id);
    expect(
      effects()
        .filter((effect) => effect.machine === machine)
        .map(({ id }) => id),
    ).toEqual(told);
  }
  const { rows: receipts } = await pool.query('select unnest(positions) as position from receipt order by 1');
  expect(receipts.map((row) => row.position)).toEqual(rows.map((_, i) => i + 1));
}

/** What the target did: the first of each idempotency key. */
function effects(): { id: string; machine: string }[] {
  const first = new Map<string, { id: string; machine: string }>();
  for (const { id, body } of target.received)
    if (!first.has(id)) first.set(id, body as { id: string; machine: string });
  return [...first.values()];
}
