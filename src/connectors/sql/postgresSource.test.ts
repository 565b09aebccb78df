import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '../../vocabulary/json.ts';
import type { SourceMessage } from '../connector.ts';
import { query, type TestPostgres, testPostgres } from './postgres.testing.ts';
import { folderWith, openSystem, poller } from './run.testing.ts';

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
    `create table item (itno text primary key, name text, chg_ts timestamptz);
     create index on item (chg_ts, itno);`,
  );
});

const read = { query: 'items.sql', cursor: ['CHG_TS', 'ITNO'], key: ['ITNO'] };
const items = { 'items.sql': 'select itno, name, chg_ts from item -- all of them' };
const keys = (messages: SourceMessage[]) => messages.map((m) => (m.document as JsonObject)['itno']);

test('types: digits and decimals stay text, times become instants, bytes base64, JSON is decoded', async () => {
  await query(
    url,
    `create table kind (id int8 primary key, i int4, f float8, n numeric, b bool, d date, t timestamp, z timestamptz, y bytea, j jsonb, x text);
     insert into kind values (9007199254740993, 7, 'NaN', 12.500, true, '2025-03-01', '2025-03-01 09:15:30.123456',
       '2025-03-01 09:15:30.5+01', '\\x00ff', '{"a":[1]}', null);`,
  );
  const run = poller(await openSystem({ url }), folderWith({ 'k.sql': 'select * from kind;' }), {
    query: 'k.sql',
    cursor: ['z', 'id'],
    key: ['id'],
  });
  const { messages } = await run.poll();
  expect(messages).toMatchObject([
    {
      origin: 'row id=9007199254740993',
      sourceTime: '2025-03-01T08:15:30.500Z',
      document: {
        id: '9007199254740993',
        i: 7,
        f: 'NaN',
        n: '12.500',
        b: true,
        d: '2025-03-01',
        t: '2025-03-01T08:15:30.123Z',
        z: '2025-03-01T08:15:30.500Z',
        y: 'AP8=',
        j: { a: [1] },
        x: null,
      },
    },
  ]);
});

test('pages run through rows that share a timestamp, and microseconds are kept', async () => {
  await query(
    url,
    `insert into item select 'A' || i, 'x', '2025-03-01 10:00:00.000001+00' from generate_series(10, 30) i;
     insert into item values ('B', 'x', '2025-03-01 10:00:00.000002+00')`,
  );
  const run = poller(await openSystem({ url }), folderWith(items), { ...read, batch: 4 });
  const { messages } = await run.poll();
  expect(keys(messages)).toEqual([...Array.from({ length: 21 }, (_, i) => `A${10 + i}`), 'B']);
  expect((await run.poll()).messages).toEqual([]);
});

test('a row of a transaction that began long before it committed is not missed', async () => {
  const run = poller(await openSystem({ url }), folderWith(items), read);
  const slow = new pg.Client({ connectionString: url });
  await slow.connect();
  await slow.query('begin');
  await slow.query(`insert into item values ('LATE', 'x', now())`);
  await query(url, `insert into item values ('EARLY', 'x', clock_timestamp())`);
  expect(keys((await run.poll()).messages)).toEqual(['EARLY']);
  await slow.query('commit');
  await slow.end();
  expect(keys((await run.poll()).messages)).toEqual(['LATE']);
});

test('a late row is found by the next run too, from the cursor alone', async () => {
  const system = await openSystem({ url });
  const slow = new pg.Client({ connectionString: url });
  await slow.connect();
  await slow.query('begin');
  await slow.query(`insert into item values ('LATE', 'x', now())`);
  await query(url, `insert into item values ('EARLY', 'x', clock_timestamp())`);
  const { end } = await poller(system, folderWith(items), read).poll();
  await slow.query('commit');
  await slow.end();
  const again = poller(system, folderWith(items), read, end.cursor!);
  expect(keys((await again.poll()).messages)).toContain('LATE');
});

test("a poll ends with the last row that was there as it began; what comes meanwhile is the next one's", async () => {
  await query(url, `insert into item select 'A' || i, 'x', now() from generate_series(1, 5) i`);
  const run = poller(await openSystem({ url }), folderWith(items), { ...read, batch: 2 });
  expect(keys((await run.batch()).messages)).toEqual(['A1', 'A2']);
  await query(url, `insert into item values ('NEW', 'x', now())`);
  expect(keys((await run.poll()).messages)).toEqual(['A3', 'A4', 'A5']);
  expect(keys((await run.poll()).messages)).toEqual(['NEW']);
});

test('what a long poll read late is not read again for it, once the overlap is over', async () => {
  await query(url, `insert into item select 'A' || i, 'x', now() from generate_series(1, 5) i`);
  const system = await openSystem({ url });
  const brief = { ...read, batch: 2, overlap: '300ms' };
  const run = poller(system, folderWith(items), brief);
  await run.batch();
  await query(url, 'select pg_sleep(0.6)');
  await run.poll();
  const { end } = await run.poll();
  const again = poller(system, folderWith(items), brief, end.cursor!);
  expect(keys((await again.poll()).messages)).toEqual([]);
});

test('a change within the same moment is another message, the unchanged row is not', async () => {
  await query(url, `insert into item values ('A', 'old', '2025-03-01 10:00:00+00')`);
  const run = poller(await openSystem({ url }), folderWith(items), { ...read, every: '1ms' });
  const first = (await run.poll()).messages;
  await query(url, `update item set name = 'new', chg_ts = now() where itno = 'A'`);
  const second = (await run.poll()).messages;
  await query(url, `update item set name = 'newer' where itno = 'A'`);
  const third = (await run.poll()).messages;
  expect([first, second, third].map((m) => m.length)).toEqual([1, 1, 1]);
  expect(new Set([first[0]!.id, second[0]!.id, third[0]!.id]).size).toBe(3);
});

test('rows whose cursor is null are found, and found again when they change', async () => {
  await query(url, `insert into item values ('N', 'never changed', null), ('A', 'x', now())`);
  const run = poller(await openSystem({ url }), folderWith(items), read);
  expect(keys((await run.poll()).messages).sort()).toEqual(['A', 'N']);
  await query(url, `update item set chg_ts = now() where itno = 'N'`);
  expect(keys((await run.poll()).messages)).toEqual(['N']);
});

test('the watermark is the clock of the database and moves when nothing happens', async () => {
  const run = poller(await openSystem({ url }), folderWith(items), read);
  const [before] = await query<{ t: Date }>(url, 'select clock_timestamp() t');
  const first = (await run.poll()).end.watermark!;
  const second = (await run.poll()).end.watermark!;
  expect(Date.parse(first)).toBeGreaterThanOrEqual(before!.t.getTime());
  expect(Date.parse(second)).toBeGreaterThan(Date.parse(first));
});

test('while a backlog is read the watermark is the time of the last row', async () => {
  await query(
    url,
    `insert into item select 'A' || i, 'x', '2025-03-01 10:00:00+00'::timestamptz + i * interval '1s' from generate_series(1, 5) i`,
  );
  const run = poller(await openSystem({ url }), folderWith(items), { ...read, batch: 2 });
  expect((await run.batch()).watermark).toBe('2025-03-01T10:00:02.000Z');
});

test('without a cursor every poll reads all rows and offers those that are new', async () => {
  await query(url, `insert into item values ('A', 'x', null), ('B', 'x', null)`);
  const run = poller(await openSystem({ url }), folderWith(items), {
    query: 'items.sql',
    key: ['itno'],
    batch: 1,
  });
  expect(keys((await run.poll()).messages)).toEqual(['A', 'B']);
  await query(url, `update item set name = 'y' where itno = 'A'`);
  expect(keys((await run.poll()).messages)).toEqual(['A']);
});

test('the statement in `after` runs once the batch is durable, and only then', async () => {
  await query(
    url,
    `create table outbox (id bigserial primary key, body text, read bool not null default false);
    insert into outbox (body) values ('a'), ('b')`,
  );
  const files = {
    'o.sql': 'select id, body from outbox where not read',
    'mark.sql': 'update outbox set read = true where id = :ID',
  };
  const run = poller(await openSystem({ url }), folderWith(files), {
    query: 'o.sql',
    key: ['id'],
    after: 'mark.sql',
  });
  const batch = await run.batch();
  const unread = () => query(url, 'select id from outbox where not read');
  expect(await unread()).toHaveLength(2);
  await batch.acknowledge!(batch.messages.map(() => ({ outcome: 'accepted' })));
  expect(await unread()).toHaveLength(0);
});

test('a query may use the cursor itself', async () => {
  await query(url, `insert into item values ('A', 'x', now())`);
  const own = {
    'items.sql': `select * from item where chg_ts >= coalesce(:cursor.CHG_TS::timestamptz, '-infinity')`,
  };
  const run = poller(await openSystem({ url }), folderWith(own), read);
  expect(keys((await run.poll()).messages)).toEqual(['A']);
  await query(url, `insert into item values ('B', 'x', now())`);
  expect(keys((await run.poll()).messages)).toEqual(['B']);
});

test('a parameter or a column that there is not is named when the source opens', async () => {
  const system = await openSystem({ url });
  const odd = folderWith({ 'items.sql': 'select * from item where chg_ts > :since' });
  expect(() => poller(system, odd, read)).toThrow(':since');
  await expect(poller(system, folderWith(items), { ...read, key: ['ITEM'] }).poll()).rejects.toThrow(
    'no column "ITEM"; it has itno, name, chg_ts',
  );
});

test('the database is killed between two polls: the source throws, and goes on from its cursor', async () => {
  await query(url, `insert into item values ('A', 'x', now())`);
  const system = await openSystem({ url });
  const run = poller(system, folderWith(items), read);
  const { end } = await run.poll();
  await server.stop();
  await expect(run.poll()).rejects.toThrow(/erp\/items: \w+/);
  await server.start();
  await query(url, `insert into item values ('B', 'x', now())`);
  const next = await poller(system, folderWith(items), read, end.cursor!).poll();
  expect(keys(next.messages)).toContain('B');
});
