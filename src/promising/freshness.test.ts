import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import type { PromisingSite } from '../landscape/promising/promising.ts';
import { freshnessOf, readAges } from './freshness.ts';
import { promisingFrom } from './promising.testing.ts';

const MINUTE = 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query('truncate source cascade; truncate promise_teller');
});

test('the stock of a site is as old as the slowest system that tells it', async () => {
  await tells('detroit', 'mes', '2 minutes');
  await tells('detroit', 'wms', '7 minutes');
  expect(await minutes({ detroit: {} })).toEqual({ detroit: 7 });
});

test('it has no age when one of them has not said how far it is', async () => {
  await tells('detroit', 'mes', '2 minutes');
  await tells('detroit', 'wms', undefined);
  expect(await minutes({ detroit: {} })).toEqual({ detroit: Number.POSITIVE_INFINITY });
});

test('the stock of a plant that stops while it is cut off grows no older than it was then, and is promised on', async () => {
  await tells('detroit', 'mes', '42 minutes', '40 minutes');
  await tells('toledo', 'wms', '42 minutes', '40 minutes');
  const sites = {
    detroit: { whenCutOff: 'stop', maxStaleness: 5 * MINUTE },
    toledo: { whenCutOff: 'continue', maxStaleness: 5 * MINUTE },
  } as const;
  expect(await minutes(sites)).toEqual({ detroit: 2, toledo: 42 });
  const { sites: compiled } = promisingFrom(sites);
  expect(freshnessOf(compiled.get('detroit')!, 2 * MINUTE).isLeftOut).toBe(false);
  expect(freshnessOf(compiled.get('toledo')!, 42 * MINUTE).said).toBe(
    'toledo left out: stock is 42 min old, limit 5 min',
  );
});

/** `told` and `cutOff`: how long ago. */
async function tells(site: string, system: string, told: string | undefined, cutOff?: string): Promise<void> {
  await database.pool.query(
    `insert into source (name, watermark, hold, hold_since) values ($1, now() - $2::interval, $3, now() - $4::interval)`,
    [`${system}/stock`, told, cutOff && 'held-circuit', cutOff],
  );
  await database.pool.query('insert into promise_teller (site, system) values ($1, $2)', [site, system]);
}

async function minutes(sites: Record<string, Partial<PromisingSite>>): Promise<Record<string, number>> {
  const ages = await readAges(database.pool, {
    ...promisingFrom(sites),
    stockSources: ['mes/stock', 'wms/stock'],
  });
  return Object.fromEntries([...ages].map(([site, age]) => [site, Math.round(age / MINUTE)]));
}
