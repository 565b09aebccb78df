import { fileURLToPath } from 'node:url';
import type { Pool } from '../src/database/pool.ts';
import { transaction } from '../src/database/transaction.ts';
import { append } from '../src/ledger/append.ts';
import { head, readEntity } from '../src/ledger/read.ts';
import { openWakeup } from '../src/ledger/wakeup.ts';
import { startHubProcess, until } from '../test/process.ts';
import { newDatabase, openReady } from './database.ts';
import { key, orderStep } from './orderWay.ts';

const landscape = fileURLToPath(new URL('landscapes/orders', import.meta.url));
const SECONDS = 10;
/** Seconds before that are not counted: the hub has just started. */
const WARM_UP = 5;
/** Timers that are due in each of the seconds. */
const DUE = 100;
/** Orders that wait have other numbers than those that begin. */
const WAITING_FROM = 1_000_000;
const OVERDUE = 'xstate.after.within invoicing.invoicing';

export interface OrderFigures {
  /** Milliseconds from the start of an order until its first command can be read, at `perSecond`. */
  p50: number;
  p99: number;
  /** Resident memory of the hub, MB, and the latest a timer was, ms, while `waiting` others wait for theirs. */
  megabytes: number;
  latest: number;
}

/** A whole hub with the process of the library: orders that begin at a steady rate, then many that wait. */
export async function benchOrders(server: string, perSecond: number, waiting: number): Promise<OrderFigures> {
  const database = await newDatabase(server, 'bench_orders');
  const pool = await openReady(database, 4);
  let hub = await startHubProcess(landscape, database);
  try {
    const times = await beginSteadily(pool, database, perSecond);
    await hub.stop();
    await putWaiting(pool, waiting);
    hub = await startHubProcess(landscape, database);
    const { megabytes, latest } = await fire(pool, hub);
    const at = (share: number) => times[Math.floor(times.length * share)]!;
    return { p50: at(0.5), p99: at(0.99), megabytes, latest };
  } finally {
    await hub.stop();
    await pool.end();
  }
}

async function beginSteadily(pool: Pool, database: string, perSecond: number): Promise<number[]> {
  const count = perSecond * SECONDS;
  const warm = perSecond * WARM_UP;
  const begun = new Map<string, number>();
  const following = follow(pool, database, begun, count + warm, await head(pool));
  const started = performance.now();
  for (let n = 0; n < count + warm; n++) {
    const due = started + (n * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    begun.set(key(n), performance.now());
    void transaction(pool, async (connection, later) => later(append(connection, orderStep(n, 0))));
  }
  const times = await following;
  return times.slice(warm).sort((a, b) => a - b);
}

/** Reads the first commands as they come. */
async function follow(
  pool: Pool,
  database: string,
  begun: ReadonlyMap<string, number>,
  count: number,
  from: number,
): Promise<number[]> {
  const wakeup = await openWakeup(database);
  const times: number[] = [];
  for (let position = from; times.length < count; ) {
    const seen = wakeup.count(['ledger:masterData']);
    const until = await head(pool);
    const entries = await readEntity(pool, 'masterData', position, until, 1000);
    const now = performance.now();
    for (const { type, subject } of entries)
      if (type === 'command.masterData.check') times.push(now - begun.get(subject)!);
    position = entries.length < 1000 ? until : entries.at(-1)!.position;
    if (entries.length === 0)
      await wakeup.next(['ledger:masterData'], seen, 1000, new AbortController().signal);
  }
  await wakeup.close();
  return times;
}

/** Orders that were shipped and wait for their invoices, each with a timer: of the first some are due soon. */
async function putWaiting(pool: Pool, waiting: number): Promise<void> {
  await pool.query(
    `insert into process_instance (id, process, version, about, status, state, context, steps, given, started_at, changed_at)
     select 'order-to-cash~so~crm~' || n, 'order-to-cash', version, 'so~crm~' || n, 'running', '"invoicing"', $2, 8, '[]', now(), now()
     from generate_series(${WAITING_FROM}, ${WAITING_FROM} + $1 - 1) n, (select max(version) as version from process_definition) d`,
    [waiting, JSON.stringify({ ...CONTEXT, parameters: { payWithin: '60d' } })],
  );
  await pool.query(
    `insert into process_key (process, key, instance)
     select 'order-to-cash', 'so~crm~' || n, 'order-to-cash~so~crm~' || n from generate_series(${WAITING_FROM}, ${WAITING_FROM} + $1 - 1) n`,
    [waiting],
  );
  await pool.query(
    `insert into process_timer (process, instance, timer, due_at)
     select 'order-to-cash', 'order-to-cash~so~crm~' || n, $2, now() + interval '30 days'
     from generate_series(${WAITING_FROM}, ${WAITING_FROM} + $1 - 1) n`,
    [waiting, OVERDUE],
  );
  await pool.query('vacuum analyze process_instance, process_key, process_timer');
}

const CONTEXT = {
  orders: [{ order: 'so~crm~0', no: 0, site: 'detroit' }],
  invoices: [],
  shipped: [],
  wanted: [],
};

/** Lets some timers be due, one after the other, and waits until all have fired. */
async function fire(
  pool: Pool,
  hub: Awaited<ReturnType<typeof startHubProcess>>,
): Promise<{ megabytes: number; latest: number }> {
  const due = DUE * SECONDS;
  await pool.query(
    `update process_timer set due_at = now() + interval '5 seconds' + make_interval(secs => (row - 1) / ${DUE}::float8)
     from (select instance, row_number() over (order by instance) as row from process_timer where timer = $1 limit ${due}) t
     where t.instance = process_timer.instance`,
    [OVERDUE],
  );
  await pool.query(`select pg_notify('lineshaft_process', 'order-to-cash')`);
  let megabytes = 0;
  let fired = 0;
  await until(async () => {
    megabytes = Math.max(megabytes, Math.round(await hub.megabytes()));
    const { rows } = await pool.query<{ fired: number }>(
      'select count(*)::int as fired from process_instance where overdue_at is not null',
    );
    fired = rows[0]!.fired;
    return fired === due;
  }, 300);
  const { rows } = await pool.query<{ latest: number }>(
    `select max(extract(epoch from s.at - i.overdue_at) * 1000)::float8 as latest
     from process_instance i join process_step s on s.instance = i.id where i.overdue_at is not null`,
  );
  return { megabytes, latest: rows[0]!.latest };
}
