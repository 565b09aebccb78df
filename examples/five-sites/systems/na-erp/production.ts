import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { batchUser, dayFromNow } from './codes.ts';
import { addJob } from './schedule.ts';
import { addStock, freeAt, type Place } from './stock.ts';

const now = `(clock_timestamp() at time zone 'UTC')`;

/** A line of a sales order, or so much for stock: as the ERP plans it itself, or as somebody asks for it under a reference. */
export interface Wanted {
  extref?: string;
  dmnd?: string;
  user?: string;
  orno?: string;
  ponr?: number;
  itno: string;
  orqt: string;
  unms: string;
}

/** The number of the order; none when this ERP has no BOM for it, at the plant that is named. */
export async function planProduction(
  client: pg.ClientBase,
  line: Wanted,
  counts: Count[],
  at: string[] = ['DET', 'MTY', 'TOL'],
): Promise<string | undefined> {
  const { rows } = await client.query(
    `select * from mvx.mpdhed where prno = $1 and stat = '20' and faci = any($2) order by revi desc limit 1`,
    [line.itno, at],
  );
  const bom = rows[0];
  if (bom === undefined) return undefined;
  const { rows: numbers } = await client.query(`select lpad(nextval('mvx.no_mfno')::text, 10, '0') as no`);
  const mfno: string = numbers[0].no;
  await client.query(
    `insert into mvx.mwomat (mfno, mseq, mtno, reqt, peun, opno) select $1, mseq, mtno, round(cnqt * $2 / $3, 3), peun, 10 from mvx.mpdmat where (prno, faci, strt, revi) = ($4, $5, $6, $7)`,
    [mfno, line.orqt, bom.baqt, bom.prno, bom.faci, bom.strt, bom.revi],
  );
  await client.query(
    `insert into mvx.mwoope (mfno, opno, plgr, opds, stat) values ($1, 10, $2, 'Assemble', '20'), ($1, 20, $3, 'Test and pack', '20')`,
    [mfno, `${bom.faci}-ASM`, `${bom.faci}-TST`],
  );
  await client.query(
    `insert into mvx.mwohed (mfno, itno, faci, orqt, unms, stat, strt, revi, stdt, fidt, orno, ponr, extref, dmnd, rgts, chg_user) values ($1, $2, $3, $4, $5, '10', $6, $7, $8, $9, $10, $11, $13, $14, ${now}, $12)`,
    [
      mfno,
      line.itno,
      bom.faci,
      line.orqt,
      line.unms,
      bom.strt,
      bom.revi,
      dayFromNow(1),
      dayFromNow(3),
      line.orno ?? null,
      line.ponr ?? null,
      line.user ?? batchUser,
      line.extref ?? null,
      line.dmnd ?? null,
    ],
  );
  await addJob(client, 'release', mfno, 2);
  counts.push({ emitted: 'productionOrders' });
  return mfno;
}

export async function release(client: pg.ClientBase, mfno: string): Promise<void> {
  await client.query(`update mvx.mwoope set stat = '40' where mfno = $1`, [mfno]);
  await client.query(`update mvx.mwohed set stat = '40', chg_user = $2 where mfno = $1 and stat = '10'`, [
    mfno,
    batchUser,
  ]);
}

const low = 20;

/** What a plant is low on it makes anew; what it does not make itself comes from a sister plant at once. */
export async function replenish(client: pg.ClientBase, place: Place, counts: Count[]): Promise<void> {
  if ((await freeAt(client, place)) >= low) return;
  const { faci, itno } = place;
  const { rowCount } = await client.query(
    `select from mvx.mwohed where itno = $1 and faci = $2 and orno is null and stat < '90'`,
    [itno, faci],
  );
  if (rowCount! > 0) return;
  const isMade =
    (await planProduction(client, { itno, orqt: '60', unms: 'PCE' }, counts, [faci])) !== undefined;
  if (!isMade) await addStock(client, place, 100, batchUser);
}
