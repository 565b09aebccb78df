import type { Master } from '../judge/masters.ts';
import { query } from '../query.ts';
import { said, unpadded, word, american as words } from './words.ts';

const SHOWN = `
  select 'item' as entity, itno as number, itds as name, stat, unms, eanc, null as tepy, null as town, null as duns,
    (select json_object_agg(faci, ssqt::float8) from mvx.mitfac f where f.itno = i.itno) as stocks
  from mvx.mitmas i
  union all select 'customer', cuno, cunm, stat, null, null, tepy, town, duns, null from mvx.ocusma
  union all select 'supplier', suno, sunm, stat, null, null, tepy, town, duns, null from mvx.cidmas`;

type Row = Record<'entity' | 'number' | 'name' | 'stat', string> &
  Record<'unms' | 'eanc' | 'tepy' | 'town' | 'duns', string | null> & {
    stocks: Record<string, number> | null;
  };

/** What the American ERP holds. */
export async function readAmerican(url: string): Promise<Master[]> {
  const rows = await query<Row>(url, SHOWN);
  return rows.map(masterOf);
}

function masterOf(row: Row): Master {
  const stocks = Object.entries(row.stocks ?? {}).map(([facility, quantity]) => [
    `safety stock ${word(words.site, facility)}`,
    String(quantity),
  ]);
  return {
    system: 'na-erp',
    entity: row.entity,
    number: unpadded(row.number),
    values: said({
      name: row.name,
      status: word(row.entity === 'item' ? words.itemStatus : words.partyStatus, row.stat),
      unit: row.unms && word(words.unit, row.unms),
      gtin: row.eanc,
      terms: row.tepy && word(words.terms, row.tepy),
      city: row.town,
      duns: row.duns,
      ...Object.fromEntries(stocks),
    }),
  };
}
