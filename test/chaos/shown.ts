import pg from 'pg';
import type { Journals } from './journals.ts';
import type { Shown } from './judge/shown.ts';
import type { Scene } from './scene.ts';

/** Stock at planning, customers and items at the American ERP: what they show, and what the ledger says last. */
export async function readShown(scene: Scene, journals: Journals): Promise<Shown[]> {
  const hub = new pg.Client({ connectionString: scene.database });
  const erp = new pg.Client({ connectionString: scene.systems.get('na-erp')!.env['NA_ERP_URL']! });
  for (const client of [hub, erp]) client.on('error', () => {});
  try {
    await Promise.all([hub.connect(), erp.connect()]);
    return [
      ...(await readStock(hub, journals)),
      ...(await readCustomers(hub, erp)),
      ...(await readItems(hub, erp)),
    ];
  } finally {
    await Promise.all([hub.end(), erp.end()]);
  }
}

async function readStock(hub: pg.Client, journals: Journals): Promise<Shown[]> {
  const shown = new Map<string, string>();
  for (const entry of journals.get('planning')!)
    if ('took' in entry && entry.took === 'inventory' && entry.outcome === 'accepted')
      shown.set(entry.id, String(Number(entry.state)));
  const said = await newest(hub, 'inventoryPosition', `record->'onHand'->>'value'`);
  return said.map(({ key, value }) => ({
    ...{ system: 'planning', entity: 'inventoryPosition', key },
    shows: shown.has(key) ? { onHand: shown.get(key)! } : undefined,
    says: { onHand: String(Number(value)) },
  }));
}

const terms: Record<string, string> = { immediate: 'I00', net30: 'N30', net60: 'N60' };

/** Those that the hub has written to it: only there it keeps the hub's key. */
async function readCustomers(hub: pg.Client, erp: pg.Client): Promise<Shown[]> {
  const shown = await texts(erp, `select extref as key, tepy as value from mvx.ocusma where extref <> ''`);
  const said = await newest(hub, 'customer', `record->>'paymentTerms'`);
  return said.flatMap(({ key, value }) => {
    const tepy = terms[value];
    if (tepy === undefined || !shown.has(key)) return [];
    return [{ system: 'na-erp', entity: 'customer', key, shows: { tepy: shown.get(key)! }, says: { tepy } }];
  });
}

/** Those that the hub wrote last: what people mistype there is not what the ledger says. */
async function readItems(hub: pg.Client, erp: pg.Client): Promise<Shown[]> {
  const shown = await texts(
    erp,
    `select extref as key, itds as value from mvx.mitmas where extref <> '' and chg_user = 'LINESHAFT'`,
  );
  const said = await newest(hub, 'item', `coalesce(record->'names'->>'en', record->'names'->>'de')`);
  return said.flatMap(({ key, value }) => {
    if (!shown.has(key)) return [];
    const itds = value.slice(0, 80);
    return [{ system: 'na-erp', entity: 'item', key, shows: { itds: shown.get(key)! }, says: { itds } }];
  });
}

/** One value of the newest entry of each thing. `value`: SQL over its `record`. */
async function newest(
  hub: pg.Client,
  entity: string,
  value: string,
): Promise<{ key: string; value: string }[]> {
  const { rows } = await hub.query(
    `select key, ${value} as value from (
       select distinct on (subject) subject as key, data->'record' as record from ledger
       where entity = $1 and type = $1 || '.changed' order by subject, position desc) last
     where ${value} is not null`,
    [entity],
  );
  return rows;
}

async function texts(client: pg.Client, query: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ key: string; value: string }>(query);
  return new Map(rows.map(({ key, value }) => [key, value]));
}
