import type pg from 'pg';
import { paddedTo } from '../world/keys.ts';
import { unitCodes } from './codes.ts';
import { Refusal } from './refusal.ts';

export type StagedRow = Record<string, string | number | null> & { msgid: string; usid: string };

/** Creates or changes one item; null leaves a field as it is. */
export function writeItem(client: pg.ClientBase, row: StagedRow): Promise<string> {
  requireUnit(row['unms'], true);
  const fields = ['itds', 'itty', 'itgr', 'unms', 'stat', 'trck', 'eanc', 'newe', 'grwe', 'extref'];
  const rule = {
    table: 'mitmas',
    key: 'itno',
    length: 18,
    numbers: 'no_itno',
    fields,
    alike: ['extref', 'eanc'],
    name: 'itds',
  };
  return upsert(client, row, rule);
}

const partyFields = [
  'adr1',
  'town',
  'pono',
  'stte',
  'cscd',
  'vrno',
  'duns',
  'cucd',
  'tepy',
  'stat',
  'extref',
];
const alikeParties = ['extref', 'duns', 'vrno'];

export function writeCustomer(client: pg.ClientBase, row: StagedRow): Promise<string> {
  const fields = ['cunm', ...partyFields];
  return upsert(client, row, {
    table: 'ocusma',
    key: 'cuno',
    length: 10,
    numbers: 'no_cuno',
    fields,
    alike: alikeParties,
    name: 'cunm',
  });
}
export function writeSupplier(client: pg.ClientBase, row: StagedRow): Promise<string> {
  const fields = ['sunm', ...partyFields];
  return upsert(client, row, {
    table: 'cidmas',
    key: 'suno',
    length: 10,
    numbers: 'no_suno',
    fields,
    alike: alikeParties,
    name: 'sunm',
  });
}

interface UpsertRule {
  table: string;
  key: string;
  length: number;
  numbers: string;
  fields: string[];
  /** Columns by which a thing is found when its number is not given. */
  alike: string[];
  name: string;
}

async function upsert(client: pg.ClientBase, row: StagedRow, rule: UpsertRule): Promise<string> {
  const found = await find(client, row, rule);
  const given = rule.fields.filter((field) => row[field] !== null && row[field] !== undefined);
  const values = given.map((field) => row[field]);
  if (found !== undefined) {
    const sets = given.map((field, index) => `${field} = ${written(found, field, index + 3)}`);
    await client.query(
      `update mvx.${rule.table} set ${[...sets, 'chg_user = $2'].join(', ')} where ${rule.key} = $1`,
      [found.number, row.usid, ...values],
    );
    return found.number;
  }
  if (!row[rule.name]) throw new Refusal(`MI0101: ${rule.name.toUpperCase()} is needed`);
  const { rows } = await client.query(`select nextval('mvx.${rule.numbers}')::text as no`);
  const number = String(rows[0].no).padStart(rule.length, '0');
  const columns = [rule.key, ...given, 'chg_user'];
  const marks = columns.map((_, index) => `$${index + 1}`);
  await client.query(`insert into mvx.${rule.table} (${columns}) values (${marks})`, [
    number,
    ...values,
    row.usid,
  ]);
  return number;
}

/** What was named is changed; what only looks the same keeps its own words, and takes what it lacks. */
interface Found {
  number: string;
  isNamed: boolean;
}

function written({ isNamed }: Found, field: string, parameter: number): string {
  return isNamed
    ? `$${parameter}`
    : `case when coalesce(${field}::text, '') = '' then $${parameter} else ${field} end`;
}

async function find(client: pg.ClientBase, row: StagedRow, rule: UpsertRule): Promise<Found | undefined> {
  const number = String(row[rule.key] ?? '').trim();
  if (number !== '') {
    const key = paddedTo(number, rule.length);
    const { rowCount } = await client.query(`select 1 from mvx.${rule.table} where ${rule.key} = $1`, [key]);
    if (!rowCount) throw new Refusal(`MI0103: ${rule.key.toUpperCase()} ${key} does not exist`);
    return { number: key, isNamed: true };
  }
  for (const column of rule.alike) {
    if (!row[column]) continue;
    const { rows } = await client.query(
      `select ${rule.key} as key from mvx.${rule.table} where ${column} = $1 limit 1`,
      [row[column]],
    );
    if (rows[0]) return { number: rows[0].key, isNamed: column === 'extref' };
  }
  return undefined;
}

/** Replaces a BOM: head and lines whole. */
export async function writeBom(client: pg.ClientBase, row: StagedRow): Promise<string> {
  const prno = await knownItem(client, row['prno']);
  if (!facilityCodes.has(String(row['faci']))) throw new Refusal(`PD0102: FACI ${row['faci']} unknown`);
  const key = [prno, row['faci'], row['strt'] ?? 'STD', row['revi'] ?? 'A'];
  const { rows: lines } = await client.query('select * from mvx.stg_bml where msgid = $1 order by mseq', [
    row.msgid,
  ]);
  await client.query('delete from mvx.mpdmat where (prno, faci, strt, revi) = ($1, $2, $3, $4)', key);
  for (const line of lines) {
    requireUnit(line.peun, false);
    const values = [
      ...key,
      line.mseq,
      await knownItem(client, line.mtno),
      line.cnqt,
      line.peun,
      line.wapc ?? 0,
      line.spty ?? '1',
    ];
    await client.query('insert into mvx.mpdmat values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', values);
  }
  await client.query(
    `insert into mvx.mpdhed (prno, faci, strt, revi, stat, baqt, baun, fdat, tdat, extref, chg_user) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (prno, faci, strt, revi) do update set stat = excluded.stat, baqt = excluded.baqt, baun = excluded.baun, fdat = excluded.fdat,
       tdat = excluded.tdat, extref = excluded.extref, chg_user = excluded.chg_user`,
    [
      ...key,
      row['stat'] ?? '20',
      row['baqt'] ?? 1,
      row['baun'] ?? 'PCE',
      row['fdat'] ?? '0000-00-00',
      row['tdat'] ?? '9999-12-31',
      row['extref'] ?? '',
      row.usid,
    ],
  );
  return `${prno}/${key.slice(1).join('/')}`;
}
/** A BOM of a plant of the other company may be kept here too: its facility is only a name. */
const facilityCodes = new Set(['DET', 'MTY', 'TOL', 'COL', 'STR', 'GDA', 'RTM', 'ALL']);

export async function knownItem(client: pg.ClientBase, number: unknown): Promise<string> {
  const itno = paddedTo(String(number ?? '').trim(), 18);
  const { rowCount } = await client.query('select 1 from mvx.mitmas where itno = $1', [itno]);
  if (!rowCount) throw new Refusal(`MI0103: ITNO ${itno} does not exist`);
  return itno;
}

export function requireUnit(unit: unknown, optional: boolean): void {
  if (optional && (unit === null || unit === undefined)) return;
  if (!unitCodes.has(String(unit))) throw new Refusal(`MI0204: unit ${unit} unknown`);
}
