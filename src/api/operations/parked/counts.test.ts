import { afterEach, beforeEach, expect, test } from 'vitest';
import { foldCounts } from '../../../database/foldCounts.ts';
import type { Connection } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { type NewParked, park, postpone, settle } from '../../../delivery/parked.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { type TestServer, testServer } from '../../server.testing.ts';
import { discardParked, restoreParked } from './decide.ts';
import { startReplay } from './jobs.ts';
import { unblockParked } from './unblock.ts';

let hub: TestServer;
beforeEach(async () => {
  hub = await testServer();
});
afterEach(() => hub.close());

const OPERATOR = { actor: 'test' };
const SYSTEMS = ['crm', 'mes', 'na-erp'];
const HUB_SESSIONS = 6;

test('what waits is counted exactly at any moment, while many sessions park, try again, settle, hand back, discard, restore and fold at once', async () => {
  const { pool } = hub.database;
  let open = true;
  const looks = Promise.all([look(() => open), look(() => open)]);
  const folding = Promise.all([foldOn(() => open), foldOn(() => open)]);
  await Promise.all(Array.from({ length: HUB_SESSIONS }, (_, n) => work(n)));
  open = false;
  await folding;
  const seen = await looks;
  expect(seen.flat().filter(({ counted, there }) => counted !== there)).toEqual([]);
  expect(Math.min(...seen.map((each) => new Set(each.map(({ counted }) => counted)).size))).toBeGreaterThan(
    5,
  );
  await foldCounts(pool);
  const { rows: counts } = await pool.query(
    `select state, interface, cause, messages from parked_count order by 1, 2, 3`,
  );
  const { rows: there } = await pool.query(
    `select state, interface, cause, count(*) as messages
     from parked where state in ('parked', 'held-behind', 'retrying', 'waiting') group by 1, 2, 3 order by 1, 2, 3`,
  );
  expect(counts).toEqual(there);
  expect(there.length).toBeGreaterThan(5);
});

test('groups and lists come to the same whether they are counted or looked through, and what was freed is in none', async () => {
  for (const n of [0, 1, 2, 3]) await work(n);
  const since = encodeURIComponent('2020-01-01T00:00:00Z');
  for (const narrow of ['', 'system=mes&', 'entity=item&', 'code=code-unknown&', 'interface=crm%2Fitems&']) {
    const groups = async (more: string) =>
      (await hub.ask('GET', `/operations/v1/parked/groups?${narrow}${more}`)).body;
    const list = async (more: string) =>
      (await hub.ask('GET', `/operations/v1/parked?${narrow}${more}`)).body.total;
    expect(await groups('')).toEqual(await groups(`since=${since}`));
    expect(await list('')).toBe(await list(`since=${since}`));
  }
  await discardParked(hub.database.pool, OPERATOR, { all: true, reason: 'not wanted' });
  expect((await hub.ask('GET', '/operations/v1/parked/groups')).body).toEqual({
    groups: [],
    total: { groups: 0, messages: 0 },
  });
  const { total, messages } = (
    await hub.ask('GET', '/operations/v1/parked?state=discarded&system=mes&limit=1000')
  ).body;
  expect(total).toBe(messages.length);
  expect(total).toBeGreaterThan(0);
});

/** What hubs and people do with some messages, in an order that `n` says. */
async function work(n: number): Promise<void> {
  const { pool } = hub.database;
  for (let round = 0; round < 8; round++) {
    const system = SYSTEMS[(n + round) % SYSTEMS.length]!;
    const messages = Array.from({ length: 12 }, (_, m) => newMessage(`${n}-${round}-${m}`, m % 4));
    await transaction(pool, (connection) => park(connection, 'in', `${system}/items`, 'item', messages));
    await transaction(pool, async (connection) => {
      const [first, second, third] = await some(connection, `${system}/items`);
      if (first !== undefined) await settle(connection, [{ id: first, outcome: 'accepted' }]);
      const again = { problem: unknown('QX'), attempts: 2 };
      const tried = [
        ...(second === undefined
          ? []
          : [{ ...again, id: second, state: 'retrying' as const, retryInMs: 60_000 }]),
        ...(third === undefined ? [] : [{ ...again, id: third, state: 'parked' as const }]),
      ];
      await postpone(connection, 'in', `${system}/items`, tried);
    });
    const filter = { key: `${n}-${round}-1` };
    const { rows } = await pool.query<{ id: number }>('select id from parked where key = $1', [filter.key]);
    if (round % 4 === 0) await unblockParked(pool, 'test', rows[0]!.id, 'let the others go');
    if (round % 4 === 1) await startReplay(pool, OPERATOR, { filter: { system, code: 'code-unknown' } });
    if (round % 4 === 2) await discardParked(pool, OPERATOR, { filter: { system }, reason: 'not wanted' });
    if (round % 4 === 3) await restoreParked(pool, OPERATOR, { filter: { system } });
  }
}

function newMessage(key: string, kind: number): NewParked {
  const message = { key, messageId: key, raw: '{}', document: {}, position: 0, attempts: 1 };
  return { ...message, state: kind === 3 ? 'held-behind' : 'parked', problem: unknown(`Q${kind}`) };
}

function unknown(value: string) {
  return problem('code-unknown', 'map', `"${value}" has no translation`, { list: 'unit', value });
}

/** Those of an interface that nobody else has at hand. */
async function some(connection: Connection, interfaceId: string): Promise<number[]> {
  const { rows } = await connection.query<{ id: number }>(
    `select id from parked where interface = $1 and state <> 'delivered' order by id desc limit 3 for update skip locked`,
    [interfaceId],
  );
  return rows.map(({ id }) => id);
}

async function foldOn(goesOn: () => boolean): Promise<void> {
  while (goesOn()) await foldCounts(hub.database.pool);
}

/** What is counted, and what is there, of one moment each. */
async function look(goesOn: () => boolean): Promise<{ counted: number; there: number }[]> {
  const seen = [];
  while (goesOn()) {
    const { rows } = await hub.database.pool.query<{ counted: number; there: number }>(
      `select (select coalesce(sum(messages), 0)::bigint from parked_count where state in ('parked', 'retrying')) as counted,
              (select count(*) from parked where state in ('parked', 'retrying')) as there`,
    );
    seen.push(rows[0]!);
  }
  return seen;
}
