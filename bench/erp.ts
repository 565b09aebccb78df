import pg from 'pg';
import { connect, newDatabase } from './database.ts';
import type { ErpItem } from './erpItems.ts';

/** An ERP that is a database: people make and change items in it, the hub reads and writes the same table. */
export interface Erp {
  url: string;
  db: pg.Client;
  /** Its people, who work at once. */
  people: pg.Pool;
}

export async function makeErp(server: string, name: string): Promise<Erp> {
  const url = await newDatabase(server, name);
  const db = await connect(url);
  await db.query(`
    create sequence change;
    create table item (no text primary key, ckey text, name text, type text, unit text, weight text, weight_unit text, gtin text,
      mpn text, maker text, legacy text, revision text, changed_by text not null default 'kim', change bigint not null default nextval('change'));
    create index on item (change)`);
  return { url, db, people: new pg.Pool({ connectionString: url, max: 4 }) };
}

/** All at once, in one transaction. */
export async function fill({ db }: Erp, items: readonly ErpItem[]): Promise<void> {
  await db.query(
    `insert into item (no, name, type, unit, weight, weight_unit, gtin, mpn, maker, legacy)
     select no, name, type, unit, weight, weight_unit, gtin, mpn, maker, legacy from json_populate_recordset(null::item, $1)`,
    [JSON.stringify(items)],
  );
}
