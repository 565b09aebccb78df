import type { Erp, StandingMaster } from '../judge/masters.ts';
import type { ItemKeys } from '../judge/stock.ts';
import { query } from '../query.ts';
import { said, unpadded } from './words.ts';

const STANDING = `
  select distinct on (l.subject) l.entity, l.subject as key, l.data->'record' as record,
    (select json_object_agg(system, numbers) from (
       select system, json_agg(local_key) as numbers from observation o
       where o.key = l.subject and o.entity = l.entity group by system) o) as numbers,
    (select coalesce(json_agg(json_build_object('pointer', pointer)), '[]') from conflict c
       where c.key = l.subject and c.state = 'open') as conflicts,
    (select coalesce(json_agg(json_build_object('system', r.system, 'pointer', p)), '[]')
       from change_request r cross join unnest(r.changed) p where r.key = l.subject and r.state = 'open') as requests
  from ledger l
  where l.entity in ('item', 'customer', 'supplier') and l.type like '%.changed'
    and not exists (select from merged_key m where m.key = l.subject)
  order by l.subject, l.position desc`;

/** The key of each item, by its number in an ERP. */
export async function readItemKeys(database: string): Promise<ItemKeys> {
  const rows = await query<{ system: string; local_key: string; key: string }>(
    database,
    `select system, local_key, key from observation where entity = 'item' and system in ('na-erp', 'eu-erp')`,
  );
  const keys = new Map(rows.map((row) => [`${row.system} ${unpadded(row.local_key)}`, row.key]));
  return (system, number) => keys.get(`${system} ${number}`);
}

interface Row {
  entity: string;
  key: string;
  record: Standing;
  numbers: Record<string, string[]> | null;
  conflicts: { pointer: string }[];
  requests: { system: string; pointer: string }[];
}

interface Standing {
  name?: string;
  names?: { en?: string; de?: string };
  status?: string;
  baseUnit?: string;
  paymentTerms?: string;
  identifiers?: { scheme: string; value: string }[];
  addresses?: { uses?: string[]; city?: string }[];
  sites?: Record<string, { safetyStock?: { value: string } }>;
}

/** What the ledger says that both ERPs are to hold: things of which it knows what an ERP must. */
export async function readStanding(database: string): Promise<StandingMaster[]> {
  const rows = await query<Row>(database, STANDING);
  return rows.filter(({ record }) => record.baseUnit ?? (record.name && record.addresses)).map(standingOf);
}

function standingOf({ entity, key, record, numbers, conflicts, requests }: Row): StandingMaster {
  const numbersIn = (system: Erp) => (numbers?.[system] ?? []).map(unpadded);
  const disputedIn = (system: Erp) =>
    new Set([...conflicts, ...requests.filter((request) => request.system === system)].map(attributeAt));
  return {
    entity,
    key,
    numbers: { 'na-erp': numbersIn('na-erp'), 'eu-erp': numbersIn('eu-erp') },
    values: {
      'na-erp': valuesOf(record, ['en', 'de'], ['detroit', 'monterrey', 'toledo', 'columbus']),
      // Its own name of what it had before is its own business where the ledger says none in its language.
      'eu-erp': valuesOf(record, numbersIn('eu-erp').some(isMadeByHub) ? ['de', 'en'] : ['de'], [
        'stuttgart',
        'gdansk',
        'rotterdam',
      ]),
    },
    disputed: { 'na-erp': disputedIn('na-erp'), 'eu-erp': disputedIn('eu-erp') },
  };
}

/** The European ERP numbers what is written to it from here on. */
const isMadeByHub = (product: string) => Number(product) >= 71000001;

/** What an ERP of these languages, the first before the others, and sites is to show. */
function valuesOf(record: Standing, languages: ('en' | 'de')[], sites: string[]): Record<string, string> {
  const identifier = (scheme: string) => record.identifiers?.find((one) => one.scheme === scheme)?.value;
  const legal = record.addresses?.find(({ uses }) => uses?.includes('legal')) ?? record.addresses?.[0];
  const name = record.name ?? languages.map((language) => record.names?.[language]).find(Boolean);
  const stocks = sites.map((site) => [`safety stock ${site}`, record.sites?.[site]?.safetyStock?.value]);
  return said({
    name,
    status: record.status,
    unit: record.baseUnit,
    gtin: identifier('gtin'),
    terms: record.paymentTerms,
    city: legal?.city,
    duns: identifier('duns'),
    ...Object.fromEntries(stocks),
  });
}

const attributes: Record<string, string> = {
  names: 'name',
  baseUnit: 'unit',
  paymentTerms: 'terms',
  addresses: 'city',
};

/** The attribute that a JSON pointer into a record is about. */
function attributeAt({ pointer }: { pointer: string }): string {
  const [, first = '', second = ''] = pointer.split('/');
  if (first === 'sites') return `safety stock ${second}`;
  if (first === 'identifiers') return second.split('+')[0]!;
  return attributes[first] ?? first;
}
