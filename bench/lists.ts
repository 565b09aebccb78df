import { createKey } from '../src/api/access.ts';
import type { Pool } from '../src/database/pool.ts';
import { startHubProcess, writeLandscape } from '../test/process.ts';
import { openReady } from './database.ts';
import { slowestPage } from './slowestPage.ts';

/** What operators and stewards ask of many rows. `cursor`: where the answer names its next page. */
const ASKED: [name: string, path: string][] = [
  ['parked messages', '/operations/v1/parked'],
  ['parked messages by cause', '/operations/v1/parked/groups?limit=1000'],
  ['causes by their sales orders', '/operations/v1/parked/groups?first=orders'],
  ['parked messages of a system', '/operations/v1/parked?system=mes-7'],
  ['parked messages of an entity', '/operations/v1/parked?entity=item'],
  ['parked messages of a cause', '/operations/v1/parked?group=cause-77'],
  ['parked messages with one code', '/operations/v1/parked?code=code-unknown'],
  ['parked messages of the last hour', `/operations/v1/parked?state=parked&since=${hoursAgo(1)}`],
  ['discarded messages of a system', '/operations/v1/parked?state=discarded&system=mes-7'],
  ['work', '/operations/v1/work'],
  ['work of a kind', '/operations/v1/work?kind=request'],
  ['work on an entity', '/operations/v1/work?entity=item'],
  ['warnings', '/operations/v1/work?kind=quality'],
  ['audit', '/operations/v1/audit'],
  ['audit of an actor', '/operations/v1/audit?actor=anna-77'],
  ['audit of a rare act', '/operations/v1/audit?action=key.revoke'],
  ['audit of a subject', '/operations/v1/audit?subject=so~crm~777'],
  ['audit of a day', `/operations/v1/audit?since=${hoursAgo(2000)}&until=${hoursAgo(1976)}`],
  ['stock', '/experience/v1/stock'],
  ['stock of a site', '/experience/v1/stock?site=site-7'],
  ['stock by words of an item', '/experience/v1/stock?text=bolt'],
  ['log of a system', '/operations/v1/systems/mes-7/log'],
];

/** One page of each of these lists over `count` rows each, in a hub of its own: the slowest of ten, the first page and those after it, in milliseconds. */
export async function benchLists(
  database: string,
  count: number,
): Promise<{ name: string; slowest: number }[]> {
  const pool = await openReady(database, 2);
  const hub = await startHubProcess(await writeLandscape({ 'systems/mes-7.yaml': MES }), database);
  try {
    await fillIn(pool, count);
    const headers = {
      authorization: `Bearer ${await createKey(pool, 'bench', { actor: 'bench', role: 'admin' })}`,
    };
    const ask = async (path: string) => {
      const answer = await fetch(hub.url + path, { headers });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as { next?: string };
    };
    const pages = [];
    for (const [name, path] of ASKED) pages.push({ name, slowest: await slowestPage(ask, path) });
    return pages;
  } finally {
    await hub.stop();
    await pool.end();
  }
}

async function fillIn(pool: Pool, count: number): Promise<void> {
  const fill = (text: string) => pool.query(text, [count]);
  await fill(
    `insert into parked (direction, interface, state, entity, key, stage, code, problem, message_id, document, cause, parked_at)
     select 'in', 'mes-' || n % 20 || '/in', case when n % 10 = 0 then 'discarded' when n % 100 = 23 then 'held-behind' else 'parked' end,
            case when n % 50 = 1 then 'item' when n % 100 = 2 then 'salesOrder' else 'inventoryMovement' end,
            'key-' || case when n % 100 = 23 then n - 20 else n end, 'map',
            case when n % 4 = 0 then 'code-unknown' else 'reference-unknown' end,
            json_build_object('code', 'code-unknown', 'list', 'unit', 'value', 'Q' || n % 200), n::text, '{"unit":"QQ"}', 'cause-' || n % 200,
            now() - ($1::int - n) * interval '30 seconds'
     from generate_series(1, $1) n`,
  );
  await fill(
    `insert into observation (system, entity, local_key, key)
     select 'mes-2', 'salesOrder', 'key-' || n, 'so~mes-2~' || n from generate_series(2, $1, 100) n`,
  );
  await fill(
    `insert into record (entity, key, version, changed_at, data)
     select 'salesOrder', 'so~mes-2~' || n, 1, now(), '{"number":"4711","total":{"amount":"1999.90","currency":"EUR"}}' from generate_series(2, $1, 100) n`,
  );
  await fill(
    `insert into audit (at, actor, action, subject, details)
     select now() - ($1::int - n) * interval '30 seconds', 'anna-' || n % 200, case when n = 77 then 'key.revoke' else 'parked.replay' end,
            'so~crm~' || n, '{"reason":"as told on the phone"}' from generate_series(1, $1) n`,
  );
  await fill(
    `insert into change_request (entity, key, interface, system, local_key, kind, changed, proposed, authority, rule, asked_at)
     select 'item', 'itm_' || n, 'mes-' || n % 20 || '/in', 'mes-' || n % 20, n::text, 'change', '{/names/en}', '{"names":{"en":"Bolt"}}', 'erp', 'enterprise.yaml:7',
            now() - ($1::int - n) * interval '30 seconds' from generate_series(1, $1) n`,
  );
  await fill(
    `insert into quality_finding (interface, entity, local_key, key, rule, cause, problem, found_at)
     select 'mes-' || n % 20 || '/in', 'item', n::text, 'itm_' || n, 'IT-02', 'warning-' || n % 200, '{"code":"rule-broken","detail":"no weight"}',
            now() - ($1::int - n) * interval '30 seconds' from generate_series(1, $1) n`,
  );
  await fill(
    `insert into register (entity, key, label, open, day, item, terms)
     select 'item', 'itm_' || n, 'I' || lpad(n::text, 7, '0'), false, '9999-12-31', null,
            to_tsvector('simple', case when n % 7 = 0 then 'bolt ' else 'nut ' end || n) from generate_series(1, $1::int / 20) n`,
  );
  await fill(
    `insert into register (entity, key, label, site, open, day, item)
     select 'inventoryPosition', 'ip_' || n, 'ip_' || n, 'site-' || n % 20, false, '9999-12-31', 'itm_' || 1 + n / 20 from generate_series(1, $1) n`,
  );
  await fill(
    `insert into record (entity, key, version, changed_at, data)
     select 'inventoryPosition', 'ip_' || n, 1, now(), json_build_object('item', json_build_object('item', 'itm_' || 1 + n / 20),
       'site', 'site-' || n % 20, 'stockStatus', 'unrestricted', 'onHand', json_build_object('value', '5', 'unit', 'EA'), 'asOf', now())
     from generate_series(1, $1) n`,
  );
  await fill(
    `insert into system_log (system, interface, level, said, at, last_at)
     select 'mes-' || n % 20, null, 'info', 'circuit closed ' || n, now() - ($1::int - n) * interval '1 second', now() from generate_series(1, $1) n`,
  );
  await pool.query('vacuum analyze');
}

const MES = `
system: mes-7
kind: mes
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces: {}
`;

function hoursAgo(hours: number): string {
  return encodeURIComponent(new Date(Date.now() - hours * 3_600_000).toISOString());
}
