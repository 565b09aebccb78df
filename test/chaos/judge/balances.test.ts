import { expect, test } from 'vitest';
import { testDatabase } from '../../database.ts';
import { judgeBalances, readBalances } from './balances.ts';

test('a balance is in order when it is what is told and reserved come to, to the unit', async () => {
  const database = await testDatabase();
  const { pool } = database;
  await pool.query(
    `insert into promise_balance (item, site, day, supply, demand, reserved, unit) values
       ('itm_1', 'detroit', '-infinity', 10, 0, 3, 'EA'), ('itm_1', 'detroit', '2026-12-01', 0, 4, 0, null), ('itm_2', 'toledo', '-infinity', 5, 0, 2, 'EA')`,
  );
  await pool.query(
    `insert into promise_basis (thing, n, item, site, day, supply, demand) values
       ('ivp~1', 1, 'itm_1', 'detroit', '-infinity', 6, 0), ('ivp~2', 1, 'itm_1', 'detroit', '-infinity', 4, 0), ('so~1', 1, 'itm_1', 'detroit', '2026-12-01', 0, 4),
       ('ivp~3', 1, 'itm_2', 'toledo', '-infinity', 6, 0)`,
  );
  await pool.query(
    `insert into promise (id, fingerprint, request, status, demand, answer) values ('p1', '', '{}', 'held', 'so~9', '{}')`,
  );
  await pool.query(
    `insert into reservation (promise, n, line, item, site, day, arrives, quantity, confidence, state) values
       ('p1', 1, '1', 'itm_1', 'detroit', '-infinity', '2026-12-01', 2, 1, 'held'), ('p1', 2, '1', 'itm_1', 'detroit', '-infinity', '2026-12-01', 1, 1, 'shipped'),
       ('p1', 3, '1', 'itm_1', 'detroit', '-infinity', '2026-12-01', 9, 1, 'done'), ('p1', 4, '1', 'itm_3', 'toledo', '2026-12-02', '2026-12-02', 1, 1, 'confirmed')`,
  );
  const { told, findings } = judgeBalances(await readBalances(database.url));
  await database.drop();
  expect(told).toBe(4);
  expect(findings.map(({ fault, what }) => `${fault} ${what}`).sort()).toEqual([
    'doubled promising: reserved of itm_2 at toledo on -infinity is 2, and what it rests on is 0',
    'lost promising: reserved of itm_3 at toledo on 2026-12-02 is 0, and what it rests on is 1',
    'lost promising: supply of itm_2 at toledo on -infinity is 5, and what it rests on is 6',
  ]);
});
