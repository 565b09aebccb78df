import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import type { PromisingSite, Supply } from '../landscape/promising/promising.ts';
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
  await tells('detroit', 'mes', '42 minutes', { cutOff: '40 minutes' });
  await tells('toledo', 'wms', '42 minutes', { cutOff: '40 minutes' });
  const maxStaleness = new Map([['inventoryPosition', 5 * MINUTE]] as const);
  const sites = {
    detroit: { whenCutOff: 'stop', maxStaleness },
    toledo: { whenCutOff: 'continue', maxStaleness },
  } as const;
  expect(await minutes(sites)).toEqual({ detroit: 2, toledo: 42 });
  const { sites: compiled } = promisingFrom(sites);
  expect(freshnessOf(compiled.get('detroit')!, stockAged(2)).isLeftOut).toBe(false);
  expect(freshnessOf(compiled.get('toledo')!, stockAged(42)).said).toEqual([
    'toledo left out: stock is 42 min old, limit 5 min',
  ]);
});

test('what is due in at a site is as old as the slowest system that tells its orders', async () => {
  await tells('detroit', 'mes', '2 minutes');
  await tells('detroit', 'mes', '9 minutes', { entity: 'productionOrder' });
  expect(await minutes({ detroit: {} }, 'productionOrder')).toEqual({ detroit: 9 });
  expect(await minutes({ detroit: {} })).toEqual({ detroit: 2 });
});

function stockAged(minutes: number): ReadonlyMap<Supply, number> {
  return new Map([['inventoryPosition', minutes * MINUTE]]);
}

/** `told` and `cutOff`: how long ago. */
async function tells(
  site: string,
  system: string,
  told: string | undefined,
  { cutOff, entity = 'inventoryPosition' }: { cutOff?: string; entity?: Supply } = {},
): Promise<void> {
  await database.pool.query(
    `insert into source (name, watermark, hold, hold_since) values ($1, now() - $2::interval, $3, now() - $4::interval)`,
    [
      `${system}/${entity === 'inventoryPosition' ? 'stock' : 'productionOrders'}`,
      told,
      cutOff && 'held-circuit',
      cutOff,
    ],
  );
  await database.pool.query('insert into promise_teller (site, system, entity) values ($1, $2, $3)', [
    site,
    system,
    entity,
  ]);
}

async function minutes(
  sites: Record<string, Partial<PromisingSite>>,
  entity: Supply = 'inventoryPosition',
): Promise<Record<string, number>> {
  const ages = await readAges(database.pool, {
    ...promisingFrom(sites),
    sources: [
      { id: 'mes/stock', entity: 'inventoryPosition' },
      { id: 'wms/stock', entity: 'inventoryPosition' },
      { id: 'mes/productionOrders', entity: 'productionOrder' },
    ],
  });
  return Object.fromEntries(
    [...ages].flatMap(([site, its]) => {
      const age = its.get(entity);
      return age === undefined ? [] : [[site, Math.round(age / MINUTE)]];
    }),
  );
}
