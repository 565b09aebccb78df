import { createKey } from '../src/api/access.ts';
import type { RecordsPage } from '../src/api/experience/records/contract.ts';
import type { Pool } from '../src/database/pool.ts';
import { startHubProcess, until, writeLandscape } from '../test/process.ts';
import { openReady } from './database.ts';
import { slowestPage } from './slowestPage.ts';

export interface RecordsFigures {
  /** Records a second that the register is made of. */
  filling: number;
  /** Milliseconds of one page of 100, the slowest of the asked. */
  pages: { name: string; slowest: number }[];
  /** Rows a second of an export of all, and by how many megabytes the hub grew over it. */
  exporting: number;
  growth: number;
}

/** What people ask of many orders; one in twenty is open. */
const ASKED: [name: string, query: string][] = [
  ['first page', ''],
  ['one site', 'site=site-7'],
  ['one state', 'state=cancelled'],
  ['one state at one site', 'state=cancelled&site=site-7'],
  ['a state that none has at a site', 'state=nowhere&site=site-7'],
  ['open, by day', 'open=true'],
  ['open at one site, by day', 'open=true&site=site-7'],
  ['open and late', 'open=true&before=2026-06-01'],
  ['by a number', 'text=o0777777'],
  ['by how a number begins', 'text=o077'],
  ['by how the last tenth of all numbers begins', 'text=o09'],
  ['by a word that many have', 'text=acme'],
  ['by a word that many have, at one site', 'text=acme&site=site-7'],
  ['by an item', 'item=itm_77'],
];

/** One page of each list over `count` sales orders in a hub of its own, from the first page and from the middle. */
export async function benchRecords(database: string, count: number): Promise<RecordsFigures> {
  const pool = await openReady(database, 2);
  await fillIn(pool, count);
  const started = performance.now();
  const hub = await startHubProcess(await writeLandscape({}), database);
  try {
    const key = await createKey(pool, 'bench', { actor: 'bench', role: 'viewer' });
    const ask = (search: string) =>
      fetch(`${hub.url}/experience/v1/records/salesOrder${search}`, {
        headers: { authorization: `Bearer ${key}` },
      });
    const page = async (search: string) => (await (await ask(search)).json()) as RecordsPage;
    await until(async () => (await page('?limit=1')).register.complete, 900);
    const filling = count / ((performance.now() - started) / 1000);
    await pool.query('analyze register');
    const pages = [];
    for (const [name, query] of ASKED) pages.push({ name, slowest: await slowestPage(page, `?${query}`) });
    const before = await hub.megabytes();
    const [seconds] = await timed(async () => {
      let bytes = 0;
      for await (const chunk of (await ask('?format=csv')).body!) bytes += chunk.length;
      return bytes;
    });
    return { filling, pages, exporting: count / seconds, growth: (await hub.megabytes()) - before };
  } finally {
    await hub.stop();
    await pool.end();
  }
}

async function fillIn(pool: Pool, count: number): Promise<void> {
  await pool.query(
    `insert into record (entity, key, version, changed_at, data)
     select 'salesOrder', 'so~crm~O' || lpad(n::text, 7, '0'), 1, now(), json_build_object(
       'number', 'O' || lpad(n::text, 7, '0'), 'system', 'crm', 'company', 'us01', 'site', 'site-' || n % 20,
       'status', case when n % 20 = 3 then 'confirmed' when n % 20 = 4 and n % 40 = 4 then 'cancelled' else 'closed' end,
       'customerOrderNumber', case when n % 3 = 0 then 'ACME ' else 'Globex ' end || n, 'orderKind', 'standard',
       'documentDate', '2025-01-01', 'requested', (date '2025-01-01' + n / ($1::int / 720))::text, 'currency', 'USD',
       'total', json_build_object('amount', n::text, 'currency', 'USD'),
       'lines', json_build_array(json_build_object('lineNo', '10', 'item', json_build_object('item', 'itm_' || n % 5000),
         'quantity', json_build_object('value', '5', 'unit', 'EA'), 'requested', '2025-01-01')))
     from generate_series(1, $1) n`,
    [count],
  );
  await pool.query('vacuum analyze record');
}

async function timed<T>(work: () => Promise<T>): Promise<[seconds: number, result: T]> {
  const started = performance.now();
  const result = await work();
  return [(performance.now() - started) / 1000, result];
}
