import { cp } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HubProcess, startHubProcess, until } from '../test/process.ts';
import { percentile, sendChanges } from './changes.ts';
import { connect, newDatabase } from './database.ts';
import { type Erp, fill, makeErp } from './erp.ts';
import { euItem, naItem } from './erpItems.ts';

const here = fileURLToPath(new URL('landscapes', import.meta.url));
const PER_SECOND = 200;
const SECONDS = 15;
/** What was written last is read again for as long as a source overlaps. */
const WARM_UP = 10;

export interface TwinsFigures {
  /** Items a second, of both ERPs, until each is matched, has its record and stands in the ledger. */
  perSecond: number;
  linked: number;
  shared: number;
  /** Highest resident memory of the hub meanwhile. */
  megabytes: number;
  /** Entries a second told to the other ERP, after the load. */
  coupling: number;
  /** Milliseconds from the change in the one ERP until the other one has committed it. */
  p50: number;
  p99: number;
  changes: number;
  arrived: number;
}

/** Two ERPs that keep nine in ten of their items both, under numbers of their own: loaded, matched, coupled, and then changed. */
export async function benchTwins(server: string, folder: string, items: number): Promise<TwinsFigures> {
  const own = path.join(folder, 'twins-landscape');
  await cp(path.join(here, 'twins'), own, { recursive: true });
  const [na, eu] = [await makeErp(server, 'bench_na'), await makeErp(server, 'bench_eu')];
  const database = await newDatabase(server, 'bench_twins');
  const hub = await startHubProcess(own, database, { BENCH_NA: na.url, BENCH_EU: eu.url });
  const db = await connect(database);
  try {
    const load = await benchLoad(hub, db, na, eu, items / 2);
    await hub.stop();
    await cp(path.join(here, 'coupled'), own, { recursive: true });
    const coupling = await benchCoupling(hub, db);
    // What was written there comes back, and the register follows: a backlog of its own.
    await until(
      async () =>
        (await hasRead(db, na, 'na-erp')) && (await hasRead(db, eu, 'eu-erp')) && (await isEven(db)),
      600,
    );
    const latencies = await sendChanges(na, eu, PER_SECOND, SECONDS, WARM_UP);
    return {
      ...load,
      coupling,
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      changes: PER_SECOND * SECONDS,
      arrived: latencies.length,
    };
  } finally {
    await Promise.all([db.end(), ...[na, eu].flatMap((erp) => [erp.db.end(), erp.people.end()])]);
    await hub.stop();
  }
}

type Database = Awaited<ReturnType<typeof connect>>;

async function benchLoad(
  hub: HubProcess,
  db: Database,
  na: Erp,
  eu: Erp,
  each: number,
): Promise<Pick<TwinsFigures, 'perSecond' | 'linked' | 'shared' | 'megabytes'>> {
  const shared = Math.round(each * 0.9);
  const numbers = Array.from({ length: each }, (_, n) => n);
  let megabytes = 0;
  await Promise.all([
    fill(na, numbers.map(naItem)),
    fill(
      eu,
      numbers.map((n) => euItem(n, shared)),
    ),
  ]);
  const started = performance.now();
  await until(async () => {
    megabytes = Math.max(megabytes, await hub.megabytes());
    const { rows } = await db.query(
      'select sum(accepted + unchanged + kept_aside)::int as taken from source',
    );
    return rows[0].taken === 2 * each;
  }, 600);
  const seconds = (performance.now() - started) / 1000;
  const { rows } = await db.query(
    `select count(*)::int as linked from (select key from observation group by key having count(*) = 2) both_have`,
  );
  return {
    perSecond: (2 * each) / seconds,
    linked: rows[0].linked,
    shared,
    megabytes: Math.round(megabytes),
  };
}

async function hasRead(db: Database, erp: Erp, system: string): Promise<boolean> {
  const { rows: changes } = await erp.db.query('select max(change)::int as last from item');
  const { rows: read } = await db.query(
    `select (cursor -> 'marks' -> -1 -> 'position' ->> 0)::int as last from source where name = $1 || '/items'`,
    [system],
  );
  return read[0].last === changes[0].last;
}

async function isEven(db: Database): Promise<boolean> {
  const { rows } = await db.query(
    'select p.position = h.position as even from register_progress p cross join ledger_head h',
  );
  return rows[0]?.even ?? false;
}

async function benchCoupling(hub: HubProcess, db: Database): Promise<number> {
  const started = performance.now();
  await hub.start();
  let delivered = 0;
  await until(async () => {
    const { rows } = await db.query(
      `select sum(delivered)::int as delivered, count(*) = 2 and bool_and(s.position >= h.position) as done
       from subscription s cross join ledger_head h`,
    );
    delivered = rows[0].delivered;
    return rows[0].done;
  }, 600);
  return delivered / ((performance.now() - started) / 1000);
}
