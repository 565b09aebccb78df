import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { conformance } from '../conformance.ts';
import type { NumberedRecord } from '../conformanceHarness.ts';
import { sqlConnector } from './index.ts';
import { query, type TestPostgres, testPostgres } from './postgres.testing.ts';

let server: TestPostgres;
let folder: string;

beforeAll(async () => {
  server = await testPostgres();
  folder = await mkdtemp(join(tmpdir(), 'lineshaft-sql-'));
  await writeFile(join(folder, 'rows.sql'), 'select id, n, text, payload from source_row');
  await writeFile(
    join(folder, 'write.sql'),
    'insert into target_row (n, text) values (:n, :text) on conflict (n) do update set text = excluded.text;',
  );
});
afterAll(() => server.remove());

conformance('sql (PostgreSQL)', {
  connector: sqlConnector,
  sides: ['source', 'sink'],
  start: async () => {
    const url = await server.newDatabase();
    await query(
      url,
      `create table source_row (id bigserial primary key, n int, text text, payload text);
       create table target_row (seq bigserial, n int primary key, text varchar(40));`,
    );
    let down = false;
    return {
      connection: { url },
      folder,
      source: {
        read: { query: 'rows.sql', cursor: ['id'], key: ['id'], every: '50ms', batch: 5 },
        limit: 5,
        put: async (records: readonly NumberedRecord[]) => {
          const rows = JSON.stringify(records);
          await query(
            url,
            'insert into source_row (n, text) select n, text from json_to_recordset($1) as r(n int, text text) order by n',
            [rows],
          );
        },
        putUndecodable: async () => {
          await query(url, `insert into source_row (n, payload) values (0, repeat('x', 5000000))`);
        },
      },
      sink: {
        write: { statement: 'write.sql' },
        received: () => query<NumberedRecord>(url, 'select n, text from target_row order by seq'),
        refused: { document: { n: 2, text: 'x'.repeat(41) }, words: /too long.*SQLSTATE 22001/ },
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
