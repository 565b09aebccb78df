import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import { inTransaction, openOwnDatabase } from '../plumbing/postgres.ts';
import type { StartSystem } from '../plumbing/system.ts';
import { tableJournal } from '../plumbing/tableJournal.ts';
import { makeWorld, type World } from '../world/world.ts';
import { doDueJob } from './jobs.ts';
import { letPeopleWork } from './people.ts';
import { keepPeriods } from './periods.ts';
import { schema } from './schema.ts';
import { seed } from './seed.ts';
import { workOffStaging } from './staging.ts';

const database = 'northfield_na_erp';

/** The old ERP of North America: PostgreSQL tables that all may read and only it writes. */
export const start: StartSystem = async (options) => {
  const kit = openKit('na-erp', options);
  const own = await openOwnDatabase(kit, database);
  const world = makeWorld(options.seed);
  await own.pool.query(schema(database));
  kit.write([], await seed(own.pool, world));
  await keepPeriods(own.pool);
  kit.every(200, () => (kit.weather.cut ? undefined : workOnce(kit, own.pool, world)));
  return kit.run({ NA_ERP_URL: own.url }, { throttle: false }, tableJournal(own.pool, 'mvx'));
};

/** One round of the ERP's batch: staging, then jobs that are due, then people. Each is a transaction of its own. */
async function workOnce(kit: Kit, pool: pg.Pool, world: World): Promise<void> {
  const transact = async (work: (client: pg.PoolClient, counts: Count[]) => Promise<unknown>) => {
    const counts: Count[] = [];
    const result = await inTransaction(pool, async (client) => {
      await client.query(`select set_config('mvx.pace', $1, true)`, [String(kit.options.pace)]);
      return work(client, counts);
    });
    if (counts.length > 0) kit.write([], counts);
    return result;
  };
  while (((await transact(workOffStaging)) as number) > 0);
  for (let i = 0; i < 500 && (await transact(doDueJob)); i++);
  for (let due = peopleDue(kit); due > 0; due--) {
    const { value, change } = kit.number('edits');
    await transact((client, counts) => letPeopleWork(kit, client, world, value, counts));
    kit.write([change]);
  }
}

/** People do about a fiftieth of all that happens. */
function peopleDue(kit: Kit): number {
  const perRound = (kit.options.rate / 50) * 0.2;
  return Math.floor(perRound) + (Math.random() < perRound % 1 ? 1 : 0);
}
