import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { query, type TestPostgres, testPostgres } from './postgres.testing.ts';
import { deliveries, folderWith, openSinkFor, openSystem, send } from './run.testing.ts';

let server: TestPostgres;
let url: string;

beforeAll(async () => {
  server = await testPostgres();
});
afterAll(() => server.remove());

beforeEach(async () => {
  url = await server.newDatabase();
  await query(
    url,
    `create table item (seq bigserial, itno varchar(10) primary key, name char(8), qty numeric(9,2) check (qty >= 0), local timestamp, n int default 0)`,
  );
});

const upsert = {
  'up.sql':
    'insert into item (itno, name, qty) values (:itno, :name, :qty) on conflict (itno) do update set name = excluded.name, qty = excluded.qty, n = item.n + 1;',
};
const stored = () => query(url, 'select itno, trim(name) as name, qty, n from item order by seq');

async function sinkOf(files: Record<string, string>, write: object) {
  return openSinkFor(await openSystem({ url }), folderWith(files), write as never);
}

test('a plain insert goes as one statement, and nulls, blanks and empty text arrive as they are', async () => {
  await query(
    url,
    `create table statements (n int); create function count_it() returns trigger language plpgsql as
    $$ begin insert into statements values (1); return null; end $$;
    create trigger t after insert on item for each statement execute function count_it()`,
  );
  const sink = await sinkOf(upsert, { statement: 'up.sql' });
  const sent = deliveries([
    { itno: '', name: ' a' },
    { itno: 'B', name: '', qty: '1.50' },
    { itno: 'C', qty: 2 },
  ]);
  expect((await send(sink, sent)).map((o) => o.outcome)).toEqual(['delivered', 'delivered', 'delivered']);
  expect(await query(url, 'select itno, name, qty from item order by seq')).toEqual([
    { itno: '', name: ' a      ', qty: null },
    { itno: 'B', name: '        ', qty: '1.50' },
    { itno: 'C', name: null, qty: '2.00' },
  ]);
  expect(await query(url, 'select * from statements')).toHaveLength(1);
});

test('of 500 rows the bad one is rejected with the words of the database, 499 are written once', async () => {
  const sink = await sinkOf(upsert, { statement: 'up.sql' });
  const rows = Array.from({ length: 500 }, (_, i) => ({
    itno: `I${i}`,
    name: 'x',
    qty: i === 17 ? '-1' : '1',
  }));
  const outcomes = await send(sink, deliveries(rows));
  expect(await query(url, 'select sum(n)::int as again from item')).toEqual([{ again: 0 }]);
  expect(outcomes.flatMap((o, i) => (o.outcome === 'delivered' ? [] : [i]))).toEqual([17]);
  expect(outcomes[17]).toMatchObject({
    outcome: 'rejected',
    problem: {
      code: 'target-rejected',
      detail: expect.stringMatching(/check constraint.*I17.*SQLSTATE 23514/),
    },
  });
  expect(await stored()).toHaveLength(499);
});

test('a text that is too long is refused, never cut, on the way of many rows too', async () => {
  const sink = await sinkOf(upsert, { statement: 'up.sql' });
  const outcomes = await send(
    sink,
    deliveries([
      { itno: 'A', name: 'nine long' },
      { itno: 'B', name: 'fits' },
    ]),
  );
  expect(outcomes.map((o) => o.outcome)).toEqual(['rejected', 'delivered']);
});

test('deliveries that share a key keep their order', async () => {
  const sink = await sinkOf(upsert, { statement: 'up.sql' });
  const rows = ['A', 'B', 'A', 'C', 'A', 'B'].map((itno, i) => ({ itno, name: `v${i}`, qty: '1' }));
  await send(sink, deliveries(rows));
  expect(await stored()).toEqual([
    { itno: 'A', name: 'v4', qty: '1.00', n: 2 },
    { itno: 'B', name: 'v5', qty: '1.00', n: 1 },
    { itno: 'C', name: 'v3', qty: '1.00', n: 0 },
  ]);
});

test('values that hold the separators of the fast way arrive unchanged', async () => {
  const sink = await sinkOf(upsert, { statement: 'up.sql' });
  await send(
    sink,
    deliveries([
      { itno: 'A', name: 'a\u001eb' },
      { itno: 'B', name: '\u0015' },
    ]),
  );
  expect(await stored()).toMatchObject([{ name: 'a\u001eb' }, { name: '\u0015' }]);
});

test('any other statement goes row by row, and an update without a match is rejected', async () => {
  const files = {
    'set.sql':
      "update item set name = lower(:name), n = coalesce((:more.n)::int, 0) where itno = ':x' or itno = :itno",
  };
  await query(url, `insert into item (itno) values ('A')`);
  const sink = await sinkOf(files, { statement: 'set.sql' });
  const outcomes = await send(
    sink,
    deliveries([
      { itno: 'A', name: 'ABC', more: { n: 4 } },
      { itno: 'GONE', name: 'X' },
    ]),
  );
  expect(outcomes).toMatchObject([
    { outcome: 'delivered' },
    { outcome: 'rejected', problem: { detail: expect.stringContaining('matched no row') } },
  ]);
  expect(await stored()).toMatchObject([{ itno: 'A', name: 'abc', n: 4 }]);
});

test('the key that the target gave is reported', async () => {
  const files = { 'in.sql': 'insert into item (itno, name) values (:itno, :name) returning seq as "SEQ"' };
  const sink = await sinkOf(files, { statement: 'in.sql', localKey: 'seq' });
  expect(await send(sink, deliveries([{ itno: 'A' }, { itno: 'B' }]))).toEqual([
    { outcome: 'delivered', localKey: '1' },
    { outcome: 'delivered', localKey: '2' },
  ]);
});

test('with a ledger in the target a plain insert has one effect, and tells its key again', async () => {
  await query(url, 'create table movement (id bigserial, itno text)');
  const files = { 'in.sql': 'insert into movement (itno) values (:itno) returning id' };
  const sink = await sinkOf(files, { statement: 'in.sql', ledger: 'lineshaft_delivery', localKey: 'id' });
  const sent = deliveries([{ itno: 'A' }, { itno: 'B' }]);
  const first = await send(sink, sent);
  const again = await send(sink, [...sent, ...deliveries([{ itno: 'C' }], 3)]);
  expect(again.map((o) => o.outcome === 'delivered' && o.localKey)).toEqual(['1', '2', '3']);
  expect(again[0]).toMatchObject({ ...first[0], detail: 'it was there already' });
  expect(await query(url, 'select itno from movement order by id')).toEqual([
    { itno: 'A' },
    { itno: 'B' },
    { itno: 'C' },
  ]);
});

test('a rejected row leaves no trace in the ledger, so it can be sent again when mended', async () => {
  const sink = await sinkOf(upsert, { statement: 'up.sql', ledger: 'lineshaft_delivery' });
  const [bad] = deliveries([{ itno: 'A', qty: '-1' }]);
  expect(await send(sink, [bad!])).toMatchObject([{ outcome: 'rejected' }]);
  expect(await send(sink, [{ ...bad!, document: { itno: 'A', qty: '1' } }])).toMatchObject([
    { outcome: 'delivered' },
  ]);
  expect(await stored()).toHaveLength(1);
});

test('what only the commit refuses is found too', async () => {
  await query(
    url,
    `create table line (item text references item (itno) deferrable initially deferred);
    insert into item (itno) values ('A')`,
  );
  const sink = await sinkOf({ 'l.sql': 'insert into line (item) values (:itno)' }, { statement: 'l.sql' });
  const outcomes = await send(sink, deliveries([{ itno: 'A' }, { itno: 'NONE' }]));
  expect(outcomes.map((o) => o.outcome)).toEqual(['delivered', 'rejected']);
});

test('a lock that is not given in time is transient, nothing is parked', async () => {
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  await holder.query('begin; lock table item in access exclusive mode');
  const sink = openSinkFor(await openSystem({ url, statementTimeout: '200ms' }), folderWith(upsert), {
    statement: 'up.sql',
  });
  const outcomes = await send(sink, deliveries([{ itno: 'A' }, { itno: 'B' }]));
  await holder.end();
  expect(outcomes.map((o) => o.outcome)).toEqual(['transient', 'transient']);
});

test('a missing table is transient: every row would fail the same way', async () => {
  const sink = await sinkOf({ 'x.sql': 'insert into nowhere (a) values (:itno)' }, { statement: 'x.sql' });
  expect(await send(sink, deliveries([{ itno: 'A' }]))).toMatchObject([
    { outcome: 'transient', problem: { code: 'target-unfit', detail: expect.stringContaining('42P01') } },
  ]);
});

test('a connection that is killed in the middle is transient, and the next attempt goes through', async () => {
  const sink = await sinkOf(
    { 'slow.sql': 'insert into item (itno, name) select :itno, pg_sleep(0.5)::text' },
    { statement: 'slow.sql' },
  );
  const sent = deliveries([{ itno: 'A' }]);
  const sending = send(sink, sent);
  await expect
    .poll(() =>
      query(
        url,
        `select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(0.5)%' and state = 'active' and pid <> pg_backend_pid()`,
      ),
    )
    .toHaveLength(1);
  expect(await sending).toMatchObject([{ outcome: 'transient' }]);
  expect(await send(sink, sent)).toMatchObject([{ outcome: 'delivered' }]);
});

test('instants of named parameters are written as times of the site', async () => {
  const files = { 't.sql': 'insert into item (itno, local) values (:itno, :at)' };
  const sink = await sinkOf(files, { statement: 't.sql', localTimes: ['at'] });
  await send(
    sink,
    deliveries([
      { itno: 'A', at: '2025-07-01T08:00:00.000Z' },
      { itno: 'B', at: '2025-01-01T08:00:00.000Z' },
    ]),
  );
  expect(await query(url, 'select local::text from item order by seq')).toEqual([
    { local: '2025-07-01 10:00:00' },
    { local: '2025-01-01 09:00:00' },
  ]);
});

test('a parameter of the delivery that there is not is named when the sink opens', async () => {
  const files = { 'd.sql': 'insert into item (itno) values (:delivery.number)' };
  await expect(sinkOf(files, { statement: 'd.sql' })).rejects.toThrow(':delivery.number');
});

test('the lines of a staged order are put with its head or not at all, and only once', async () => {
  await query(
    url,
    `create table stg (id text primary key, itno text, status text default 'N');
    create table stg_line (id text, no int primary key, part text not null)`,
  );
  const files = {
    'lines.sql': `insert into stg_line (id, no, part)
      select :delivery.id, l.no, l.part from json_to_recordset(:lines::json) as l (no int, part text)`,
  };
  const sink = await sinkOf(files, {
    staging: { table: 'stg', id: 'id', columns: ['itno'], lines: 'lines.sql' },
  });
  const sent = deliveries([
    {
      itno: 'A',
      lines: [
        { no: 1, part: 'x' },
        { no: 2, part: 'y' },
      ],
    },
    { itno: 'B', lines: [{ no: 3, part: 'z' }, { no: 4 }] },
  ]);
  const outcomes = ['delivered', 'rejected'];
  expect((await send(sink, sent)).map((o) => o.outcome)).toEqual(outcomes);
  expect((await send(sink, sent)).map((o) => o.outcome)).toEqual(outcomes);
  expect(await query(url, 'select itno, no, part from stg join stg_line using (id) order by no')).toEqual([
    { itno: 'A', no: 1, part: 'x' },
    { itno: 'A', no: 2, part: 'y' },
  ]);
  expect(await query(url, 'select count(*)::int as n from stg_line')).toEqual([{ n: 2 }]);
});
