import type { Pool } from '../src/database/pool.ts';
import { createDesk, type Desk } from '../src/promising/desk.ts';
import { promisingFrom } from '../src/promising/promising.testing.ts';
import { openReady } from './database.ts';

const SITES = ['detroit', 'monterrey', 'toledo', 'columbus', 'stuttgart', 'gdansk', 'rotterdam'];
const WARM = 2000;
const SECONDS = 10;

export interface PromisingFigures {
  /** Promises a second, 64 asking at once. */
  perSecond: number;
  /** Milliseconds of one promise, at 1,000 a second. */
  p50: number;
  p99: number;
  /** The same of one row made durable in a bare table: what this machine can do at all. */
  rawP99: number;
  /** Of `scarce` units of one item that 64 ask for at once more than there are: how many were promised. */
  scarce: number;
  promised: number;
  /** Rows a second that two connections make durable in transactions of 64, in a bare table: what this PostgreSQL can do at all. */
  raw: number;
}

/** Promises of one line each over `items` × 7 sites, every one durable before it is answered. */
export async function benchPromising(database: string, items: number): Promise<PromisingFigures> {
  const pool = await openReady(database, 6);
  try {
    await pool.query(
      `insert into promise_balance (item, site, day, supply, unit)
       select 'itm_' || i, s, '-infinity', 1000000, 'EA' from generate_series(1, $1) i, unnest($2::text[]) s`,
      [items, SITES],
    );
    await pool.query('vacuum analyze promise_balance');
    const promising = promisingFrom(Object.fromEntries(SITES.map((site, i) => [site, { cost: i }])));
    const desk = createDesk(pool, () => promising);
    await flood(desk, items, WARM);
    const raw = await rawRate(pool);
    const many = 8000;
    const started = performance.now();
    await flood(desk, items, many);
    const perSecond = many / ((performance.now() - started) / 1000);
    const rawTimes = await steadily(() => keepRaw(pool), 1000 * SECONDS);
    const times = await steadily(() => ask(desk, items), 1000 * SECONDS);
    const scarce = 500;
    const promised = await besiege(pool, desk, scarce);
    const steady = { p50: at(times, 0.5), p99: at(times, 0.99), rawP99: at(rawTimes, 0.99) };
    return { perSecond, ...steady, scarce, promised, raw };
  } finally {
    await pool.end();
  }
}

/** 64 that ask again as soon as they are answered. */
async function flood(desk: Desk, items: number, count: number): Promise<void> {
  let left = count;
  const client = async () => {
    while (left-- > 0) await ask(desk, items);
  };
  await Promise.all(Array.from({ length: 64 }, client));
}

/** 64 ask for more of one item than there is of it, one unit each; how many units were promised. */
async function besiege(pool: Pool, desk: Desk, units: number): Promise<number> {
  await pool.query(
    `insert into promise_balance (item, site, day, supply, unit) values ('itm_scarce', 'detroit', '-infinity', $1, 'EA')`,
    [units],
  );
  let left = 2 * units;
  const client = async () => {
    while (left-- > 0) await desk.promise(requestFor('itm_scarce', '1'));
  };
  await Promise.all(Array.from({ length: 64 }, client));
  const { rows } = await pool.query<{ promised: string }>(
    `select coalesce(sum(quantity), 0)::int as promised from reservation where item = 'itm_scarce'`,
  );
  return Number(rows[0]!.promised);
}

/** One a millisecond, whether or not the ones before were answered; in order of how long they took. */
async function steadily(act: () => Promise<unknown>, count: number): Promise<number[]> {
  const began = performance.now();
  const times: number[] = [];
  const asked: Promise<void>[] = [];
  while (asked.length < count) {
    for (const passed = performance.now() - began; asked.length < Math.min(count, passed); ) {
      const due = began + asked.length;
      asked.push(act().then(() => void times.push(performance.now() - due)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(asked);
  return times.sort((a, b) => a - b);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)]!;
}

async function ask(desk: Desk, items: number): Promise<void> {
  const found = await desk.promise(requestFor(`itm_${1 + Math.floor(Math.random() * items)}`, '2'));
  if ('advice' in found || found.lines[0]!.parts.length === 0) throw new Error('not promised');
}

function requestFor(item: string, value: string): Parameters<Desk['promise']>[0] {
  const date = new Date().toISOString().slice(0, 10);
  const lines = [{ line: '1', item, quantity: { value, unit: 'EA' }, date }];
  return { request: { partial: false, to: 'na', lines } };
}

async function rawRate(pool: Pool): Promise<number> {
  await pool.query('create table raw_promise (n bigint generated always as identity primary key, text text)');
  const rounds = 200;
  const text = `insert into raw_promise (text) select repeat('x', 400) from generate_series(1, 64)`;
  const started = performance.now();
  const connection = async () => {
    for (let i = 0; i < rounds; i++) await pool.query({ name: 'raw-promise', text });
  };
  await Promise.all([connection(), connection()]);
  return (2 * rounds * 64) / ((performance.now() - started) / 1000);
}

function keepRaw(pool: Pool): Promise<unknown> {
  return pool.query({ name: 'raw-one', text: `insert into raw_promise (text) values (repeat('x', 400))` });
}
