import { type TestDatabase, testDatabase } from '../database.ts';
import { connectTo } from '../privatePostgres.ts';

/** An ERP that is a SQL database: its people change items there, the hub reads and writes the same table. */
export interface ErpDatabase {
  url: string;
  /** People make and change items. */
  make(gtin: string, name: string): Promise<void>;
  change(gtin: string, set: { name?: string; revision?: string }): Promise<void>;
  items(): Promise<Map<string, { name: string; revision: string }>>;
  /** How often the hub wrote, and how often people did. */
  writes(): Promise<{ hub: number; people: number }>;
  drop(): Promise<void>;
}

/** `keep`: SQL of what the ERP makes of a name, in a trigger of its own: `upper(left(new.name, 12))`. */
export async function erpDatabase(prefix: string, keep: string): Promise<ErpDatabase> {
  const database: TestDatabase = await testDatabase();
  const { pool } = database;
  await pool.query(`
    create sequence change;
    create sequence number;
    create table item (no text primary key default '${prefix}' || nextval('number'), gtin text not null unique,
      name text, revision text, changed_by text not null, change bigint);
    create table write (gtin text, changed_by text);
    create function kept() returns trigger language plpgsql as $$ begin
      new.name = ${keep};
      new.change = nextval('change');
      insert into write values (new.gtin, new.changed_by);
      return new;
    end $$;
    create trigger kept before insert or update on item for each row execute function kept()`);
  return {
    url: database.url,
    make: async (gtin, name) => {
      await pool.query(`insert into item (gtin, name, revision, changed_by) values ($1, $2, '0', 'kim')`, [
        gtin,
        name,
      ]);
    },
    change: async (gtin, { name, revision }) => {
      const text = `update item set name = coalesce($2, name), revision = coalesce($3, revision), changed_by = 'kim' where gtin = $1`;
      await pool.query(text, [gtin, name, revision]);
    },
    items: async () => {
      const { rows } = await pool.query('select gtin, name, revision from item');
      return new Map(rows.map(({ gtin, name, revision }) => [gtin as string, { name, revision }]));
    },
    writes: async () => {
      const { rows } = await pool.query(
        `select count(*) filter (where changed_by = 'HUB') as hub, count(*) filter (where changed_by <> 'HUB') as people from write`,
      );
      return rows[0];
    },
    drop: () => database.drop(),
  };
}

/** Nobody can write the items in any of the ERPs until they are released, however often; all may read them. */
export async function holdItems(urls: readonly string[]): Promise<() => Promise<void>> {
  const clients = await Promise.all(urls.map(connectTo));
  for (const client of clients) {
    await client.query('begin');
    await client.query('select from item for update');
  }
  return async () => {
    for (const client of clients.splice(0)) await client.end();
  };
}

/** Columns and statement of the table, as a landscape names them. */
export const readItems = 'select change, no, gtin, name, revision, changed_by from item\n';

/** An upsert without `on conflict`: that would run the trigger of the insert too, and count a write that did not happen. */
export const writeItem = `with updated as (
  update item set name = :name, revision = :revision, changed_by = 'HUB' where gtin = :gtin returning no
), inserted as (
  insert into item (gtin, name, revision, changed_by)
  select :gtin, :name, :revision, 'HUB' where not exists (select from updated) returning no
)
select no from updated union all select no from inserted
`;

/** The ERP as a system that tells its items; with `erpItemsOut` behind it one that is told them too. */
export function erpItems(code: string, url: string): string {
  return `
system: ${code}
kind: erp
site: detroit
connector: sql
connection: { url: "${url}" }
author: HUB
interfaces:
  items:
    source: item@1
    read: { query: items.sql, cursor: [change], key: [no], every: 200ms, overlap: 2s }
    identify: [gtin]
    map: items.in.jsonata
`;
}

export const erpItemsOut = `  items-out:
    target: item@1
    write: { statement: item.sql, localKey: no, ledger: lineshaft_delivery }
    map: items.out.jsonata
`;

/** What both read of a folder `systems`. */
export const erpFiles = {
  'systems/items.sql': readItems,
  'systems/item.sql': writeItem,
  'systems/items.in.jsonata': `{
  "localKey": no, "changedBy": changed_by, "status": "active", "names": { "en": name }, "revision": revision, "baseUnit": "EA",
  "identifiers": [{ "scheme": "gtin", "value": gtin }]
}
`,
  'systems/items.out.jsonata': `{
  "gtin": record.identifiers[scheme = "gtin"].value, "name": record.names.en, "revision": record.revision
}
`,
};
