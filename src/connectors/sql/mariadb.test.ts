import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../vocabulary/json.ts';
import { conformance } from '../conformance.ts';
import type { NumberedRecord } from '../conformanceHarness.ts';
import { sqlConnector } from './index.ts';
import { maria, type TestMariadb, testMariadb, withoutMariadb } from './mariadb.testing.ts';
import { deliveries, folderWith, openSinkFor, openSystem, poller, send } from './run.testing.ts';

describe.skipIf(withoutMariadb)(withoutMariadb ?? 'with MariaDB', () => {
  let server: TestMariadb;
  let url: string;

  beforeAll(async () => {
    server = await testMariadb();
  });
  afterAll(() => server.remove());

  describe('a legacy schema', () => {
    beforeEach(async () => {
      url = await server.newDatabase();
      await maria(
        url,
        `create table STG (ID varchar(80) primary key, ITNO varchar(10), STATUS char(1) default 'N', MSG varchar(80), ERPNO varchar(10));
         create table ITEM (ITNO varchar(10) primary key, NAME varchar(8), QTY decimal(9,2), BIG bigint, DAY date, CHG datetime(3), STAMP timestamp null, PIC blob, FLAG bit(1))`,
      );
    });

    const items = { 'items.sql': "select * from ITEM where NAME <> 'what?' or NAME is null" };
    const read = { query: 'items.sql', cursor: ['chg', 'itno'], key: ['ITNO'] };

    test('zero dates stay text, times are read in their zone, digits stay text, latin1 arrives as Unicode', async () => {
      await maria(
        url,
        `insert into ITEM values ('Ä1', 'Größe', 1.50, 9007199254740993, '0000-00-00', '2025-07-01 10:00:00.123', '2025-07-01 09:00:00', x'00ff', b'1'),
           ('0', null, null, null, '2025-03-01', '0000-00-00 00:00:00', null, null, null)`,
      );
      const { messages } = await poller(await openSystem({ url }), folderWith(items), read).poll();
      expect(messages.map((m) => m.document)).toMatchObject([
        { ITNO: '0', NAME: null, DAY: '2025-03-01', CHG: '0000-00-00 00:00:00.000', STAMP: null },
        {
          ITNO: 'Ä1',
          NAME: 'Größe',
          QTY: '1.50',
          BIG: '9007199254740993',
          DAY: '0000-00-00',
          CHG: '2025-07-01T08:00:00.123Z',
          STAMP: '2025-07-01T08:00:00.000Z',
          PIC: 'AP8=',
          FLAG: '1',
        },
      ]);
      expect(messages.map((m) => m.sourceTime)).toEqual([undefined, '2025-07-01T08:00:00.123Z']);
    });

    test('pages go by all cursor columns and start where the last run ended', async () => {
      const rows = Array.from(
        { length: 9 },
        (_, i) => `('I${i}', 'x', '2025-07-01 10:00:0${i > 4 ? 1 : 0}')`,
      );
      await maria(url, `insert into ITEM (ITNO, NAME, CHG) values ${rows.join(', ')}`);
      const system = await openSystem({ url });
      const first = poller(system, folderWith(items), { ...read, batch: 2 });
      const batches = [await first.batch(), await first.batch()];
      const rest = poller(system, folderWith(items), { ...read, batch: 2 }, batches[1]!.cursor!);
      const all = [...batches.flatMap((b) => b.messages), ...(await rest.poll()).messages];
      expect(all.map((m) => (m.document as JsonObject)['ITNO'])).toEqual(rows.map((_, i) => `I${i}`));
    });

    test('a cursor of 64-bit numbers is compared as a number', async () => {
      await maria(
        url,
        `insert into ITEM (ITNO, BIG) values ('A', 9007199254740993), ('B', 9007199254740992), ('C', 10)`,
      );
      const run = poller(await openSystem({ url }), folderWith(items), {
        ...read,
        cursor: ['BIG'],
        batch: 1,
      });
      const { messages } = await run.poll();
      expect(messages.map((m) => (m.document as JsonObject)['ITNO'])).toEqual(['C', 'B', 'A']);
    });

    const upsert = {
      'up.sql':
        'insert into ITEM (ITNO, NAME, QTY) values (:itno, :name, :qty) on duplicate key update NAME = values(NAME), QTY = values(QTY)',
    };

    test('what the server would cut, replace or clamp with a warning only is rejected, the others stand', async () => {
      const sink = openSinkFor(await openSystem({ url }), folderWith(upsert), { statement: 'up.sql' });
      const rows = [
        { itno: 'A', name: 'Größe' },
        { itno: 'B', name: 'nine long' },
        { itno: 'C', name: '漢字' },
        { itno: 'D', qty: '99999999' },
        { itno: 'E', qty: 'many' },
        { itno: "F'\\", name: 'what?', qty: '1.5' },
      ];
      const outcomes = await send(sink, deliveries(rows as JsonObject[]));
      expect(outcomes.map((o) => ('problem' in o ? o.problem.detail : o.outcome))).toEqual([
        'delivered',
        expect.stringContaining('Data truncated'),
        expect.stringContaining('Incorrect string value'),
        expect.stringContaining('Out of range'),
        expect.stringContaining('Incorrect decimal value'),
        'delivered',
      ]);
      expect(await maria(url, 'select ITNO, NAME, QTY from ITEM order by ITNO')).toEqual([
        { ITNO: 'A', NAME: 'Größe', QTY: null },
        { ITNO: "F'\\", NAME: 'what?', QTY: '1.50' },
      ]);
    });

    test('a lock that is not given is transient', async () => {
      const sink = openSinkFor(await openSystem({ url, statementTimeout: '300ms' }), folderWith(upsert), {
        statement: 'up.sql',
      });
      await maria(url, `insert into ITEM (ITNO) values ('A')`);
      const mysql = await import('mysql2/promise');
      const holder = await mysql.createConnection({ uri: url });
      await holder.query('start transaction');
      await holder.query(`update ITEM set NAME = 'held'`);
      const outcomes = await send(sink, deliveries([{ itno: 'A', name: 'x' }]));
      await holder.end();
      expect(outcomes).toMatchObject([{ outcome: 'transient' }]);
    });

    test('with a ledger a plain insert has one effect, and tells its key again', async () => {
      await maria(url, 'create table MOVE (ID int auto_increment primary key, ITNO varchar(10))');
      const files = { 'in.sql': 'insert into MOVE (ITNO) values (:itno)' };
      const sink = openSinkFor(await openSystem({ url }), folderWith(files), {
        statement: 'in.sql',
        ledger: 'lineshaft_delivery',
        localKey: 'insertId',
      });
      const sent = deliveries([{ itno: 'A' }, { itno: 'B' }]);
      await send(sink, sent);
      const again = await send(sink, [...sent, ...deliveries([{ itno: 'C' }], 3)]);
      expect(again.map((o) => o.outcome === 'delivered' && o.localKey)).toEqual(['1', '2', '3']);
      expect(await maria(url, 'select count(*) n from MOVE')).toEqual([{ n: 3 }]);
    });

    const staging = {
      staging: { table: 'STG', id: 'ID', columns: ['ITNO'] },
      confirm: {
        status: 'STATUS',
        message: 'MSG',
        localKey: 'ERPNO',
        accepted: ['P'],
        rejected: ['E'],
        every: '10ms',
        timeout: '20s',
      },
    };
    const work = (sql: string) =>
      expect
        .poll(async () => (await maria<{ affectedRows: number } & object>(url, sql)) as unknown)
        .toMatchObject({ affectedRows: 1 });

    test('a staged row is delivered when the target system has worked it off, with its key, or rejected with its words', async () => {
      const sink = openSinkFor(await openSystem({ url }), folderWith({}), staging);
      const sending = send(sink, deliveries([{ ITNO: 'A' }, { ITNO: 'BAD' }]));
      await work(`update STG set STATUS = 'P', ERPNO = '4711' where ITNO = 'A' and STATUS = 'N'`);
      await work(`update STG set STATUS = 'E', MSG = 'unit missing' where ITNO = 'BAD' and STATUS = 'N'`);
      expect(await sending).toMatchObject([
        { outcome: 'delivered', localKey: '4711' },
        { outcome: 'rejected', problem: { detail: 'unit missing (state "E")' } },
      ]);
    });

    test('a staged row that is not worked off in time is unknown, and the next attempt does not put it again', async () => {
      const confirm = { ...staging.confirm, timeout: '30ms' };
      const sink = openSinkFor(await openSystem({ url }), folderWith({}), { ...staging, confirm });
      const sent = deliveries([{ itno: 'A' }]);
      expect(await send(sink, sent)).toMatchObject([{ outcome: 'unknown' }]);
      await maria(url, `update STG set STATUS = 'P'`);
      expect(await send(sink, sent)).toMatchObject([{ outcome: 'delivered' }]);
      expect(await maria(url, 'select count(*) n from STG')).toEqual([{ n: 1 }]);
    });

    test('a refused row is put anew when it comes again', async () => {
      const sink = openSinkFor(await openSystem({ url }), folderWith({}), staging);
      const [sent] = deliveries([{ ITNO: 'BAD' }]);
      const first = send(sink, [sent!]);
      await work(`update STG set STATUS = 'E' where STATUS = 'N'`);
      expect(await first).toMatchObject([{ outcome: 'rejected' }]);
      const second = send(sink, [{ ...sent!, document: { ITNO: 'GOOD' } }]);
      await work(`update STG set STATUS = 'P' where STATUS = 'N'`);
      expect(await second).toMatchObject([{ outcome: 'delivered' }]);
    });
  });

  const folder = folderWith({
    'rows.sql': 'select id, n, text, payload from source_row',
    'write.sql':
      'insert into target_row (n, text, code) values (:n, :text, :code) on duplicate key update text = values(text)',
  });

  conformance('sql (MariaDB)', {
    connector: sqlConnector,
    sides: ['source', 'sink'],
    start: async () => {
      const database = await server.newDatabase();
      await maria(
        database,
        `create table source_row (id bigint auto_increment primary key, n int, text varchar(40), payload longtext);
         create table target_row (seq bigint auto_increment primary key, n int unique, text varchar(40), code int)`,
      );
      let down = false;
      return {
        connection: { url: database },
        folder,
        source: {
          read: { query: 'rows.sql', cursor: ['id'], key: ['id'], every: '50ms', batch: 5 },
          limit: 5,
          put: async (rows: readonly NumberedRecord[]) => {
            const values = rows.map((r) => `(${r.n}, '${r.text}')`).join(', ');
            await maria(database, `insert into source_row (n, text) values ${values}`);
          },
          putUndecodable: async () => {
            await maria(database, `insert into source_row (n, payload) values (0, repeat('x', 5000000))`);
          },
        },
        sink: {
          write: { statement: 'write.sql' },
          received: () => maria<NumberedRecord>(database, 'select n, text from target_row order by seq'),
          refused: { document: { n: 2, text: 'x'.repeat(41) }, words: /Data truncated.*text/ },
        },
        goDown: async () => {
          down = true;
          await server.stop();
        },
        stop: async () => {
          if (down) await server.start();
        },
      };
    },
  });
});
