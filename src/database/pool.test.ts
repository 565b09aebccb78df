import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { openPool } from './pool.ts';

test('a connection that breaks while it goes from one to the next does not bring the process down', async () => {
  const database = await testDatabase();
  const pool = openPool(database.url, 1);
  const first = await pool.connect();
  const next = pool.connect();
  first.release();
  // Handed on, but who waits for it has not run yet: a server that shuts down says so just then.
  expect(() =>
    first.emit('error', new Error('terminating connection due to administrator command')),
  ).not.toThrow();
  (await next).release(true);
  await pool.end();
  await database.drop();
});
