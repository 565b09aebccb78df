import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openProxy } from '../../../test/proxy.ts';
import { query, type TestPostgres, testPostgres } from './postgres.testing.ts';
import { deliveries, folderWith, openSinkFor, openSystem, send } from './run.testing.ts';

let server: TestPostgres;
let url: string;

beforeAll(async () => {
  server = await testPostgres();
  url = await server.newDatabase();
  await query(
    url,
    `create table item (itno text primary key, n int check (n > 0), other text references item);
     create table fixed (id int generated always as identity, name text);
     create function fail(state text) returns int language plpgsql as $$ begin raise exception 'as asked' using errcode = state; end $$;
     create table movement (itno text)`,
  );
});
afterAll(() => server.remove());
beforeEach(() => query(url, "truncate item; insert into item values ('THERE', 1)"));

async function sinkOf(sql: string, write: object = {}, connection = url) {
  const system = await openSystem({ url: connection, statementTimeout: '300ms' });
  return openSinkFor(system, folderWith({ 'x.sql': sql }), { statement: 'x.sql', ...write });
}

async function holding(sql: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(sql);
  return client;
}

const insert = 'insert into item (itno, n) values (:itno, :n::int)';

test.each([
  ['a value of another type', 'rejected', 'target-rejected', insert, { itno: 'A', n: 'many' }, '22P02'],
  ['a check that does not hold', 'rejected', 'target-rejected', insert, { itno: 'A', n: 0 }, '23514'],
  ['a key that is taken', 'rejected', 'target-rejected', insert, { itno: 'THERE', n: 1 }, '23505'],
  ['a missing key', 'rejected', 'target-rejected', insert, { n: 1 }, '23502'],
  [
    'a reference to nothing',
    'rejected',
    'target-rejected',
    'insert into item values (:itno, 1, :other)',
    { itno: 'A', other: 'B' },
    '23503',
  ],
  ['the word of a trigger', 'rejected', 'target-rejected', "select fail('P0001')", {}, 'as asked'],
  [
    'an update that finds nothing',
    'rejected',
    'target-rejected',
    'update item set n = 2 where itno = :itno',
    { itno: 'GONE' },
    'no row',
  ],
  ['a missing table', 'transient', 'target-unfit', 'insert into nowhere values (:itno)', {}, '42P01'],
  ['a missing column', 'transient', 'target-unfit', 'insert into item (nothing) values (:itno)', {}, '42703'],
  ['a statement that is none', 'transient', 'target-unfit', 'insert item :itno', {}, '42601'],
  [
    'a column that takes no value',
    'transient',
    'target-unfit',
    'insert into fixed (id, name) values (1, :itno)',
    {},
    '428C9',
  ],
  ['a right that is missing', 'transient', 'target-unfit', "select fail('42501')", {}, '42501'],
  ['a login that ran out', 'transient', 'target-unfit', "select fail('28000')", {}, '28000'],
  ['a full disk', 'transient', 'target-unavailable', "select fail('53100')", {}, '53100'],
  ['a server that became read-only', 'transient', 'target-unavailable', "select fail('25006')", {}, '25006'],
  ['a lock that is not available', 'transient', 'target-unavailable', "select fail('55P03')", {}, '55P03'],
  ['an operator who cancels', 'transient', 'target-unavailable', "select fail('57014')", {}, '57014'],
  ['a shutdown', 'transient', 'target-unavailable', "select fail('57P01')", {}, '57P01'],
  ['a trouble of the server itself', 'transient', 'target-unavailable', "select fail('XX000')", {}, 'XX000'],
  ['a statement that takes too long', 'transient', 'target-unavailable', 'select pg_sleep(9)', {}, '57014'],
  ['a collision that does not pass', 'transient', 'target-unavailable', "select fail('40001')", {}, '40001'],
])('%s is %s (%s)', async (_what, outcome, code, sql, document, words) => {
  const sink = await sinkOf(sql);
  expect(await send(sink, deliveries([document]))).toMatchObject([
    { outcome, problem: { code, detail: expect.stringContaining(words) } },
  ]);
});

test('what row security refuses is the row\u2019s fault, though the code is that of a missing right', async () => {
  await query(
    url,
    `create table mine (itno text); create role clerk login password 'p'; grant all on mine to clerk; alter table mine enable row level security;
     create policy own on mine using (true) with check (itno like 'OWN%')`,
  );
  const asClerk = url.replace(/\/\/[^@]*@/, '//clerk:p@');
  const sink = await sinkOf('insert into mine values (:itno)', {}, asClerk);
  const outcomes = await send(
    sink,
    deliveries([
      { itno: 'OWN1', n: 1 },
      { itno: 'ELSE', n: 1 },
    ]),
  );
  expect(outcomes).toMatchObject([
    { outcome: 'delivered' },
    { outcome: 'rejected', problem: { detail: expect.stringContaining('row-level security') } },
  ]);
});

test('a deadlock is gone into again at once: nobody notices', async () => {
  await query(url, "insert into item values ('A', 1), ('B', 1)");
  const other = await holding("begin; update item set n = 9 where itno = 'B'");
  const system = await openSystem({ url });
  const update = folderWith({ 'x.sql': 'update item set n = :n::int where itno = :itno' });
  const sink = openSinkFor(system, update, { statement: 'x.sql' });
  const sending = send(
    sink,
    deliveries([
      { itno: 'A', n: 2 },
      { itno: 'B', n: 3 },
    ]),
  );
  await expect
    .poll(() =>
      query(
        url,
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      ),
    )
    .toHaveLength(1);
  // Whoever finds the deadlock is ended: here the sink, which has waited longer.
  await other.query("update item set n = 9 where itno = 'A'").catch(() => undefined);
  await other.query('commit');
  expect((await sending).map((o) => o.outcome)).toEqual(['delivered', 'delivered']);
  expect(await query(url, `select itno, n from item where itno <> 'THERE' order by itno`)).toEqual([
    { itno: 'A', n: 2 },
    { itno: 'B', n: 3 },
  ]);
});

test('a connection lost in the answer to the commit is unknown, and with a ledger the row is there once', async () => {
  const proxy = await openProxy(url);
  onTestFinished(() => proxy.close());
  const plain = 'insert into movement (itno) values (:itno)';
  const sink = await sinkOf(plain, { ledger: 'lineshaft_delivery' }, proxy.url);
  const sent = deliveries([{ itno: 'A' }, { itno: 'B' }]);
  const reset = proxy.resetAfter('commit');
  expect(await send(sink, sent)).toMatchObject([
    { outcome: 'unknown', problem: { code: 'outcome-unknown' } },
    { outcome: 'unknown' },
  ]);
  await reset;
  expect(await send(sink, sent)).toMatchObject([
    { outcome: 'delivered', detail: 'it was there already' },
    { outcome: 'delivered' },
  ]);
  expect(await query(url, 'select count(*)::int as n from movement')).toEqual([{ n: 2 }]);
});

test('a connection lost before the commit has had no effect: it is transient', async () => {
  const proxy = await openProxy(url);
  onTestFinished(() => proxy.close());
  const sink = await sinkOf(insert, {}, proxy.url);
  void proxy.resetAfter('insert into item');
  const sent = deliveries([{ itno: 'A', n: 1 }]);
  expect(await send(sink, sent)).toMatchObject([{ outcome: 'transient' }]);
  expect(await send(sink, sent)).toMatchObject([{ outcome: 'delivered' }]);
});

test('a database that is shut down while it is written to is transient, and written to when it is back', async () => {
  const sink = await sinkOf(insert);
  expect(await send(sink, deliveries([{ itno: 'A', n: 1 }]))).toMatchObject([{ outcome: 'delivered' }]);
  await server.stop();
  const down = await send(sink, deliveries([{ itno: 'B', n: 1 }], 2));
  await server.start();
  expect(down).toMatchObject([{ outcome: 'transient', problem: { code: 'target-unavailable' } }]);
  expect(await send(sink, deliveries([{ itno: 'B', n: 1 }], 2))).toMatchObject([{ outcome: 'delivered' }]);
});
