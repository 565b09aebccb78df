import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningSystem } from '../plumbing/system.ts';
import { eventually, testOptions, testServer } from '../testing.ts';
import { naCustomer, naItem } from '../world/keys.ts';
import { makeWorld } from '../world/world.ts';
import { start } from './start.ts';

const world = makeWorld(1);
let server: Awaited<ReturnType<typeof testServer>>;
let options: Awaited<ReturnType<typeof testOptions>>;
let erp: RunningSystem;
let db: pg.Client;

beforeAll(async () => {
  server = await testServer();
  options = await testOptions({ database: server.url });
  await open();
});
afterAll(async () => {
  await db.end();
  await erp.stop();
  await server.stop();
  await options.clean();
});

async function open() {
  erp = await start(options);
  db = new pg.Client({ connectionString: erp.addresses['NA_ERP_URL']! });
  db.on('error', () => undefined);
  await db.connect();
}

const answer = (table: string, msgid: string) =>
  eventually(async () => {
    const { rows } = await db.query(`select * from ${table} where msgid = $1 and status <> 'N'`, [msgid]);
    return rows[0] as { status: string; msg: string; keyout: string } | undefined;
  });

describe('na-erp', () => {
  test('holds its part of the world, and its change times have no ties', async () => {
    const { rows } = await db.query(
      'select count(*)::int as n, count(distinct chg_ts)::int as times, count(distinct eanc)::int as gtins from mitmas',
    );
    expect(rows[0]).toEqual({ n: 1600, times: 1600, gtins: 1600 });
    const counts = await db.query(
      'select (select count(*) from mpdhed)::int as boms, (select count(*) from ocusma)::int as customers, (select count(*) from cidmas)::int as suppliers',
    );
    expect(counts.rows[0]).toEqual({ boms: 220, customers: 210, suppliers: 90 });
    expect(erp.tally().emitted['items']!.dirty['check-digit']).toBeGreaterThan(0);
  });

  test('writes component quantities with three decimals at most', async () => {
    const { rows } = await db.query('select cnqt from mpdmat where cnqt <> round(cnqt, 3)');
    expect(rows).toEqual([]);
  });

  test('refuses writes beside its staging tables', async () => {
    await expect(db.query(`update mitmas set itds = 'x'`)).rejects.toThrow(/MVX0001/);
  });

  test('takes an item through staging under a number of its own and marks whose hand it was', async () => {
    await db.query(
      `insert into stg_itm (msgid, usid, itds, itty, unms, eanc, extref) values ('m1', 'LINESHAFT', 'Neu', 'FG', 'PCE', '4099999000004', 'itm_1')`,
    );
    const created = await answer('stg_itm', 'm1');
    expect(created).toMatchObject({ status: 'D', keyout: expect.stringMatching(/^0{12}2\d{5}$/) });
    await db.query(`insert into stg_itm (msgid, itds, extref) values ('m2', 'Neuer', 'itm_1')`);
    expect((await answer('stg_itm', 'm2')).keyout).toBe(created.keyout);
    const { rows } = await db.query('select itds, unms, chg_user from mitmas where itno = $1', [
      created.keyout,
    ]);
    expect(rows[0]).toEqual({ itds: 'Neuer', unms: 'PCE', chg_user: 'LINESHAFT' });
  });

  test('an item that it finds by its GTIN keeps its own words, and takes what it lacks', async () => {
    const own = world.items.find((item) => item.sides.includes('na') && item.status === 'active')!;
    await db.query(
      `insert into stg_itm (msgid, itds, eanc, stat, extref) values ('g1', 'Kreiselpumpe', $1, '80', 'itm_7')`,
      [own.gtin],
    );
    expect(await answer('stg_itm', 'g1')).toMatchObject({ status: 'D', keyout: naItem(own.index) });
    const shown = () =>
      db.query('select itds, stat, extref from mitmas where itno = $1', [naItem(own.index)]);
    expect((await shown()).rows[0]).toEqual({ itds: own.nameEn, stat: '20', extref: 'itm_7' });
    await db.query(`insert into stg_itm (msgid, stat, extref) values ('g2', '80', 'itm_7')`);
    await answer('stg_itm', 'g2');
    expect((await shown()).rows[0]).toMatchObject({ itds: own.nameEn, stat: '80' });
  });

  test('says in the row why it refuses, and goes on with the next', async () => {
    await db.query(
      `insert into stg_itm (msgid, itno, unms) values ('bad1', '999999', 'PCE'), ('bad2', '${naItem(0)}', 'QQ')`,
    );
    expect((await answer('stg_itm', 'bad1')).msg).toBe('MI0103: ITNO 000000000000999999 does not exist');
    expect((await answer('stg_itm', 'bad2')).msg).toBe('MI0204: unit QQ unknown');
  });

  test('makes an order into production, and when that is confirmed into a delivery that a movement ships', async () => {
    const bom = world.boms.find((candidate) => candidate.side === 'na' && candidate.item < 280)!;
    const customer = world.customers.find((party) => party.sides.includes('na'))!;
    await db.query(
      `insert into stg_orl (msgid, ponr, itno, orqt, unms, sapr) select 'o1', n * 10, '${naItem(bom.item)}', 5, 'PCE', 12.345 from generate_series(1, 3) n`,
    );
    await db.query(
      `insert into stg_ord (msgid, cuno, cuor, extref) values ('o1', '${Number(naCustomer(customer.index))}', 'PO 1', 'so~crm~1')`,
    );
    const orno = (await answer('stg_ord', 'o1')).keyout;
    const order = await eventually(
      async () => (await db.query(`select * from mwohed where orno = $1 and stat = '40'`, [orno])).rows[0],
    );
    expect((await db.query('select * from mwomat where mfno = $1', [order.mfno])).rows.length).toBe(
      bom.lines.length,
    );
    for (const opno of [10, 20])
      await db.query(
        `insert into stg_cnf (msgid, cnid, mfno, opno, kind, yiqt, unms) values ('c${opno}', 'x~${opno}', $1, ${opno}, 'F', 5, 'PCE')`,
        [order.mfno],
      );
    expect((await answer('stg_cnf', 'c20')).status).toBe('D');
    expect((await db.query('select stat, yiqt from mwohed where mfno = $1', [order.mfno])).rows[0]).toEqual({
      stat: '90',
      yiqt: '5',
    });
    const { rows } = await db.query(
      'select l.* from mhdisl l join mhdish using (dlix) where orno = $1 and ponr = $2',
      [orno, order.ponr],
    );
    await db.query(
      `insert into stg_mov (msgid, mvid, trty, itno, faci, trqt, unms, rfty, rfno, rfln) values ('v1', 'w~1', 'SI', $1, 'COL', 5, 'PCE', 'DO', $2, $3)`,
      [rows[0].itno, rows[0].dlix, rows[0].ponr],
    );
    await answer('stg_mov', 'v1');
    expect((await db.query('select stat from mhdish where dlix = $1', [rows[0].dlix])).rows[0].stat).toBe(
      '90',
    );
  });

  test('an invoice between the companies is cleared once, and only with what it comes to', async () => {
    await db.query(
      `insert into stg_icl (msgid, ponr, itno, ivqt, unms) values ('i1', 10, '${naItem(0)}', 5, 'PCE')`,
    );
    await db.query(
      `insert into stg_icv (msgid, extref, trref, drcr) values ('i1', 'inv~transfer~1', 'to~eu-erp~45000001', 'D')`,
    );
    const ivno = (await answer('stg_icv', 'i1')).keyout;
    const shown = async () =>
      (
        await db.query(
          'select ivam::float8 as ivam, stat, clno, clam::float8 as clam, cldf::float8 as cldf, dsrs from ocinvh where ivno = $1',
          [ivno],
        )
      ).rows[0];
    const { ivam } = await shown();
    const enter = (msgid: string, actn: string, clam: number | null, cldf: number | null) =>
      db.query(
        `insert into stg_icc (msgid, ivno, actn, clrf, clam, cldf, dsrs) values ($1, $2, $3, '51000001', $4, $5, 'amount')`,
        [msgid, Number(ivno), actn, clam, cldf],
      );
    await enter('c1', 'C', ivam - 1, null);
    expect((await answer('stg_icc', 'c1')).msg).toMatch(/^IC0043: /);
    await enter('c2', 'D', null, null);
    expect(await answer('stg_icc', 'c2')).toMatchObject({ status: 'D', keyout: ivno });
    await enter('c3', 'C', ivam - 1, 1);
    expect(await answer('stg_icc', 'c3')).toMatchObject({ status: 'D', keyout: ivno });
    const cleared = await shown();
    expect(cleared).toMatchObject({ stat: '90', clam: ivam - 1, cldf: 1, dsrs: null });
    await enter('c4', 'C', ivam - 1, 1);
    expect((await answer('stg_icc', 'c4')).status).toBe('D');
    await enter('c5', 'D', null, null);
    expect((await answer('stg_icc', 'c5')).msg).toMatch(/^IC0044: /);
    expect(await shown()).toEqual(cleared);
  });

  test('makes one invoice for an order when all of it has shipped, and the money comes some time later', async () => {
    const { rows } = await db.query(
      `select l.* from mhdisl l join mhdish using (dlix) join oohead using (orno) where extref = 'so~crm~1' and mhdish.stat = '20'`,
    );
    for (const { dlix, ponr, itno } of rows)
      await db.query(
        `insert into stg_mov (msgid, mvid, trty, itno, faci, trqt, unms, rfty, rfno, rfln) values ($1, $1, 'SI', $2, 'COL', 5, 'PCE', 'DO', $3, $4)`,
        [`w~${dlix}~${ponr}`, itno, dlix, ponr],
      );
    const paid = await eventually(
      async () => (await db.query(`select * from oinvoh where stat = '90'`)).rows[0],
    );
    expect(paid).toMatchObject({ ivam: '185.19', vtam: '0', cucd: 'USD' });
    const lines = await db.query('select ponr, ivqt, lnam from oinvol where ivno = $1 order by ponr', [
      paid.ivno,
    ]);
    expect(lines.rows).toEqual([10, 20, 30].map((ponr) => ({ ponr, ivqt: '5', lnam: '61.73' })));
    expect((await db.query('select count(*)::int as n from oinvoh')).rows[0].n).toBe(1);
  });

  test('cannot be reached while cut, is there again when healed, and remembers all after a restart', async () => {
    await erp.faults.cut();
    const knock = new pg.Client({ connectionString: erp.addresses['NA_ERP_URL']! });
    await expect(knock.connect()).rejects.toThrow();
    await erp.faults.heal();
    await db.end().catch(() => undefined);
    await erp.stop();
    await open();
    expect((await db.query(`select count(*)::int as n from mitmas`)).rows[0].n).toBe(1601);
    expect(erp.tally().received['items']).toMatchObject({ accepted: 4, rejected: 2 });
  });
});
