import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { inTransaction } from '../plumbing/postgres.ts';
import { type Bom, plantsOf } from '../world/boms.ts';
import { finishedCount, type Item, madeCount } from '../world/items.ts';
import { naCustomer, naItem, naSupplier } from '../world/keys.ts';
import type { Party } from '../world/parties.ts';
import type { World } from '../world/world.ts';
import {
  facilities,
  itemStatus,
  itemTypes,
  people,
  poundsPerKilo,
  stockStatus,
  terms,
  tracking,
  units,
} from './codes.ts';

type Row = Record<string, unknown>;
const pounds = (kilos: number) => (kilos * poundsPerKilo).toFixed(3);
const user = (index: number) => people[index % people.length]!;

/** Fills an empty ERP with its part of the world, as of two hours ago. */
export async function seed(pool: pg.Pool, world: World): Promise<Count[]> {
  const { rows } = await pool.query('select count(*)::int as items from mvx.mitmas');
  if (rows[0].items > 0) return [];
  const items = world.items.filter((item) => item.sides.includes('na'));
  const boms = world.boms.filter((bom) => bom.side === 'na');
  const customers = world.customers.filter((party) => party.sides.includes('na'));
  const suppliers = world.suppliers.filter((party) => party.sides.includes('na'));
  await inTransaction(pool, async (client) => {
    await client.query(`set local mvx.seeding = 'on'`);
    await client.query(`select setval('mvx.chg_clock', $1)`, [Date.now() - 7_200_000]);
    const fill = (table: string, rows: Row[]) => insertRows(client, table, rows);
    await fill('mitmas', items.map(itemRow));
    await fill(
      'mitfac',
      items.flatMap((item) => facilityRows(item, boms)),
    );
    await fill(
      'mitaun',
      items
        .filter((item) => item.byDozen)
        .map((item) => ({ itno: naItem(item.index), alun: 'DZ', cofa: 12, deno: 1 })),
    );
    await fill('mpdmat', boms.flatMap(bomLines));
    await fill(
      'mpdhed',
      boms.map((bom) => bomRow(bom, world)),
    );
    await fill(
      'ocusma',
      customers.map((party) => ({ cuno: naCustomer(party.index), cunm: party.name, ...partyRow(party) })),
    );
    await fill(
      'cidmas',
      suppliers.map((party) => ({ suno: naSupplier(party.index), sunm: party.name, ...partyRow(party) })),
    );
    await fill('mitloc', stockRows(world));
  });
  return [
    ...items.map(countOf),
    ...boms.map((): Count => ({ emitted: 'boms' })),
    ...customers.map((): Count => ({ emitted: 'customers' })),
    ...suppliers.map((): Count => ({ emitted: 'suppliers' })),
    ...stockRows(world).map((): Count => ({ emitted: 'stock' })),
  ];
}

export async function insertRows(client: pg.ClientBase, table: string, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!).join(', ');
  await client.query(
    `insert into mvx.${table} (${columns}) select ${columns} from json_populate_recordset(null::mvx.${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

function itemRow(item: Item): Row {
  return {
    itno: naItem(item.index),
    itds: item.nameEn,
    itty: itemTypes[item.type],
    itgr: `${item.segment === 'pumps' ? 'PU' : 'VA'}${(item.index % 9) + 1}0`,
    unms: units[item.unit],
    stat: itemStatus[item.status],
    trck: tracking[item.tracking],
    eanc: item.gtin,
    newe: pounds(item.netKg),
    grwe: pounds(item.grossKg),
    extref: '',
    rgdt: hasNoDate(item) ? '0000-00-00' : `20${10 + (item.index % 15)}-04-02`,
    chg_user: user(item.index),
  };
}

/** Items taken over from an older system have lost the date of their entry. */
function hasNoDate(item: Item): boolean {
  return item.index % 50 === 7;
}
function countOf(item: Item): Count {
  const dirt = item.dirty ?? (hasNoDate(item) ? 'date-zero' : undefined);
  return dirt === undefined ? { emitted: 'items' } : { emitted: 'items', dirt };
}

function facilityRows(item: Item, boms: Bom[]): Row[] {
  const own = boms.find((bom) => bom.item === item.index)?.plant;
  const users = boms
    .filter((bom) => bom.lines.some((line) => line.item === item.index))
    .map((bom) => bom.plant);
  const sites = new Set<string>([
    ...users,
    ...(own ? [own] : []),
    ...(item.index < finishedCount ? ['columbus'] : []),
  ]);
  if (sites.size === 0) sites.add(plantsOf.na[item.index % 3]!);
  return [...sites].map((site) => ({
    itno: naItem(item.index),
    faci: facilities[site],
    stat: itemStatus[item.status],
    puit: item.index < madeCount && site === own ? '1' : '2',
    leat: item.leadDays,
    ssqt: item.safetyStock,
    abcd: 'ABC'[item.index % 3],
  }));
}

function bomKey(bom: Bom): Row {
  return { prno: naItem(bom.item), faci: facilities[bom.plant], strt: 'STD', revi: bom.revision };
}
function bomRow(bom: Bom, world: World): Row {
  const baun = units[world.items[bom.item]!.unit];
  return {
    ...bomKey(bom),
    stat: '20',
    baqt: bom.batch,
    baun,
    fdat: bom.from,
    tdat: '9999-12-31',
    extref: '',
    chg_user: user(bom.item),
  };
}
function bomLines(bom: Bom): Row[] {
  return bom.lines.map((line, index) => ({
    ...bomKey(bom),
    mseq: (index + 1) * 10,
    mtno: naItem(line.item),
    cnqt: Math.round(line.quantity * bom.batch * 1000) / 1000,
    peun: units[line.unit],
    wapc: line.scrapPercent,
    spty: '1',
  }));
}

function partyRow(party: Party): Row {
  return {
    adr1: party.street,
    town: party.city,
    pono: party.postalCode,
    stte: party.region,
    cscd: party.country,
    vrno: party.vat ?? '',
    duns: party.duns,
    cucd: party.currency,
    tepy: terms[party.terms],
    stat: '20',
    extref: '',
    chg_user: user(party.index),
  };
}

function stockRows(world: World): Row[] {
  return world.stock
    .filter((row) => row.side === 'na')
    .map((row) => ({
      faci: facilities[row.site],
      whsl: row.site === 'columbus' ? 'A01' : row.item < madeCount ? 'FG01' : 'RM01',
      itno: naItem(row.item),
      bano: '',
      stas: stockStatus[row.status],
      stqt: row.quantity,
      alqt: 0,
      unms: units[world.items[row.item]!.unit],
      chg_user: 'MVXBATCH',
    }));
}
