import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openProxy } from '../../../test/proxy.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { maria, type TestMariadb, testMariadb, withoutMariadb } from './mariadb.testing.ts';
import { deliveries, folderWith, openSinkFor, openSystem, send } from './run.testing.ts';

describe.skipIf(withoutMariadb)(withoutMariadb ?? 'with MariaDB', () => {
  let server: TestMariadb;
  let url: string;

  beforeAll(async () => {
    server = await testMariadb();
    url = await server.newDatabase();
    await maria(
      url,
      `create table ITEM (ITNO varchar(10) primary key, NAME varchar(8), N int check (N > 0), OTHER varchar(10), foreign key (OTHER) references ITEM (ITNO)) engine=InnoDB;
       create table MOVE (ITNO varchar(10), MUST int not null) engine=InnoDB;
       create procedure FAIL(n int) signal sqlstate 'HY000' set mysql_errno = n, message_text = 'as asked'`,
    );
  });
  afterAll(() => server.remove());
  beforeEach(() =>
    maria(url, "delete from MOVE; delete from ITEM; insert into ITEM (ITNO) values ('THERE')"),
  );

  async function sinkOf(sql: string, write: object = {}, connection = url) {
    const system = await openSystem({ url: connection, statementTimeout: '2s' });
    return openSinkFor(system, folderWith({ 'x.sql': sql }), { statement: 'x.sql', ...write });
  }

  const insert = 'insert into ITEM (ITNO, NAME, N, OTHER) values (:itno, :name, :n, :other)';

  test.each<[string, string, string, string, JsonObject, string]>([
    ['a key that is taken', 'rejected', 'target-rejected', insert, { itno: 'THERE' }, 'Duplicate entry'],
    ['a check that does not hold', 'rejected', 'target-rejected', insert, { itno: 'A', n: 0 }, 'CONSTRAINT'],
    [
      'a reference to nothing',
      'rejected',
      'target-rejected',
      insert,
      { itno: 'A', other: 'B' },
      'foreign key',
    ],
    [
      'a text cut with a warning',
      'rejected',
      'target-rejected',
      insert,
      { itno: 'A', name: 'nine long' },
      'truncated',
    ],
    [
      'a row left out with a warning',
      'rejected',
      'target-rejected',
      insert.replace('insert', 'insert ignore'),
      { itno: 'A', other: 'B' },
      'foreign key',
    ],
    ['the word of a trigger', 'rejected', 'target-rejected', 'call FAIL(1644)', {}, 'as asked'],
    ['a missing table', 'transient', 'target-unfit', 'insert into NOWHERE values (:itno)', {}, '42S02'],
    [
      'a missing column',
      'transient',
      'target-unfit',
      'insert into ITEM (NOTHING) values (:itno)',
      {},
      '42S22',
    ],
    ['a statement that is none', 'transient', 'target-unfit', 'insert ITEM :itno', {}, '42000'],
    ['a right that is missing', 'transient', 'target-unfit', 'call FAIL(1142)', {}, 'as asked'],
    ['a full disk', 'transient', 'target-unavailable', 'call FAIL(1021)', {}, 'as asked'],
    ['a full table', 'transient', 'target-unavailable', 'call FAIL(1114)', {}, 'as asked'],
    ['a server that became read-only', 'transient', 'target-unavailable', 'call FAIL(1290)', {}, 'as asked'],
    ['a shutdown', 'transient', 'target-unavailable', 'call FAIL(1053)', {}, 'as asked'],
    ['a collision that does not pass', 'transient', 'target-unavailable', 'call FAIL(1213)', {}, 'as asked'],
    ['a statement that takes too long', 'transient', 'target-unavailable', 'select sleep(30)', {}, ''],
  ])('%s is %s (%s)', async (_what, outcome, code, sql, document, words) => {
    const sink = await sinkOf(sql);
    expect(await send(sink, deliveries([document]))).toMatchObject([
      { outcome, problem: { code, detail: expect.stringContaining(words) } },
    ]);
  });

  test('what is taken with a remark is delivered, and the remark stands with it', async () => {
    const sink = await sinkOf('insert into MOVE (ITNO) values (:itno)');
    const [alone] = await send(sink, deliveries([{ itno: 'A' }]));
    expect(alone).toMatchObject({ outcome: 'delivered', detail: expect.stringMatching(/MUST.*1364/) });
    const together = await send(sink, deliveries([{ itno: 'B' }, { itno: 'C' }], 2));
    expect(together).toMatchObject(
      [1, 2].map(() => ({ outcome: 'delivered', detail: expect.stringMatching(/1364/) })),
    );
  });

  test('of 500 rows the one that would be cut is rejected, 499 are written once', async () => {
    const sink = await sinkOf('insert into MOVE (ITNO) values (:itno)');
    const rows = Array.from({ length: 500 }, (_, n) => ({ itno: n === 423 ? 'longer than ten' : `I${n}` }));
    const outcomes = await send(sink, deliveries(rows));
    expect(outcomes.flatMap((o, n) => (o.outcome === 'delivered' ? [] : [[n, o.outcome]]))).toEqual([
      [423, 'rejected'],
    ]);
    expect(await maria(url, 'select count(*) n, count(distinct ITNO) d from MOVE')).toEqual([
      { n: 499, d: 499 },
    ]);
  });

  test('a row larger than the server takes is rejected alone, though the server hangs up on it', async () => {
    const sink = await sinkOf('insert into MOVE (ITNO, MUST) values (:itno, length(:big))');
    const rows: JsonObject[] = [{ itno: 'A' }, { itno: 'B', big: 'x'.repeat(20_000_000) }, { itno: 'C' }];
    expect(await send(sink, deliveries(rows.map((row) => ({ big: 'x', ...row }))))).toMatchObject([
      { outcome: 'delivered' },
      { outcome: 'rejected', problem: { detail: expect.stringContaining('max_allowed_packet') } },
      { outcome: 'delivered' },
    ]);
  });

  test('a connection lost in the answer to the commit is unknown, and with a ledger the row is there once', async () => {
    const proxy = await openProxy(url);
    onTestFinished(() => proxy.close());
    const sink = await sinkOf(
      'insert into MOVE values (:itno, 1)',
      { ledger: 'lineshaft_delivery' },
      proxy.url,
    );
    const sent = deliveries([{ itno: 'A' }]);
    void proxy.resetAfter('commit');
    expect(await send(sink, sent)).toMatchObject([{ outcome: 'unknown' }]);
    expect(await send(sink, sent)).toMatchObject([{ outcome: 'delivered', detail: 'it was there already' }]);
    expect(await maria(url, 'select count(*) n from MOVE')).toEqual([{ n: 1 }]);
  });
});
