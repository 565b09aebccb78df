import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { until } from '../../test/process.ts';
import { pause } from '../delivery/pause.ts';
import { LEASE_SECONDS, newHolder } from '../lease.ts';
import { type Leased, type Tenure, underLease } from './underLease.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

let database: TestDatabase;
let stopping: AbortController;
let working: Promise<void>[];
beforeEach(async () => {
  database = await testDatabase();
  await database.pool.query(`insert into subscription (name, position) values ('wms/items', 0)`);
  stopping = new AbortController();
  working = [];
});
afterEach(async () => {
  stopping.abort();
  await Promise.all(working);
  await database.drop();
});

test('work that takes longer than a lease is not taken over', async () => {
  let taken = false;
  let ended = false;
  await new Promise<void>((started) => {
    work(async ({ signal }) => {
      started();
      await pause(LEASE_SECONDS * 1500, signal);
      ended ||= !taken && !signal.aborted;
      await pause(60_000, signal);
    });
  });
  work(async ({ signal }) => {
    taken = true;
    await pause(60_000, signal);
  });
  await until(async () => taken || ended);
  expect(taken).toBe(false);
});

test('a process that slept past its lease learns it before it sends, and goes on only under a new one', async () => {
  const tenures: Tenure[] = [];
  let refused: unknown;
  work(async (tenure) => {
    tenures.push(tenure);
    if (tenures.length > 1) return pause(60_000, tenure.signal);
    tenure.check();
    // Nothing runs in this process meanwhile, as when it is stopped.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LEASE_SECONDS * 1000 + 200);
    try {
      tenure.check();
    } catch (error) {
      refused = error;
      throw error;
    }
  });
  await until(async () => tenures.length === 2);
  expect(String(refused)).toMatch(/LeaseLost: the lease on wms\/items ran out/);
  tenures[1]!.check();
});

function work(run: (tenure: Tenure) => Promise<void>): void {
  const { pool } = database;
  const leased: Leased = { pool, table: 'subscription', id: 1, name: 'wms/items', holder: newHolder() };
  working.push(underLease(leased, log, stopping.signal, (_backoff, tenure) => run(tenure)));
}
