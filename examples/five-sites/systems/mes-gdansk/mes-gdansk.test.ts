import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningSystem } from '../plumbing/system.ts';
import { eventually, testOptions, testServer } from '../testing.ts';
import { start } from './start.ts';

let server: Awaited<ReturnType<typeof testServer>>;
let options: Awaited<ReturnType<typeof testOptions>>;
let mes: RunningSystem;
let db: pg.Client;
beforeAll(async () => {
  server = await testServer();
  options = await testOptions({ database: server.url });
  mes = await start(options);
  db = new pg.Client({ connectionString: mes.addresses['MES_GDANSK_URL']! });
  await db.connect();
});
afterAll(async () => {
  await db.end();
  await mes.stop();
  await server.stop();
  await options.clean();
});

test('works on an order that was written into its tables and books what happened, by growing id', async () => {
  await db.query(`with s as (insert into skladniki values ('60000002', 10, '70001201', 6, 'szt'))
    insert into zlecenia (nr_zlecenia, wyrob, ilosc, jm) values ('60000002', '70000001', 3, 'szt')`);
  await eventually(
    async () => (await db.query(`select 1 from zlecenia where stan_mes = 'GOTOWE'`)).rowCount === 1,
  );
  const { rows } = await db.query('select id::int, operacja, rodzaj, jm from meldunki order by id');
  expect(rows).toEqual([
    { id: 1, operacja: '0010', rodzaj: 'R', jm: 'szt' },
    { id: 2, operacja: '0010', rodzaj: 'Z', jm: 'szt' },
    { id: 3, operacja: '0020', rodzaj: 'R', jm: 'szt' },
    { id: 4, operacja: '0020', rodzaj: 'Z', jm: 'szt' },
  ]);
  expect((await db.query('select typ, material, ilosc from ruchy order by id')).rows).toEqual([
    { typ: 'RW', material: '70001201', ilosc: '6' },
    { typ: 'PW', material: '70000001', ilosc: '3' },
  ]);
});

test('refuses a unit that it does not know', async () => {
  await expect(
    db.query(`insert into zlecenia (nr_zlecenia, wyrob, ilosc, jm) values ('1', '2', 3, 'C62')`),
  ).rejects.toThrow(/check/);
});
