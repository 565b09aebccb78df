import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { batchUser, dayFromNow } from './codes.ts';
import { invoiceOrder, payInvoice } from './invoices.ts';

type Job = 'confirm' | 'release' | 'invoice' | 'pay';
const now = `(clock_timestamp() at time zone 'UTC')`;

/** Due so many steps of the ERP's pace from now; the pace is a setting of the session. */
export async function addJob(client: pg.ClientBase, job: Job, ref: string, steps: number): Promise<void> {
  await client.query(
    `insert into mvx.sys_job (job, ref, due) values ($1, $2, now() + $3 * current_setting('mvx.pace')::int * interval '1 millisecond')`,
    [job, ref, steps],
  );
}

/** Does one due job; false when none is due. */
export async function doDueJob(client: pg.ClientBase, counts: Count[]): Promise<boolean> {
  const { rows } = await client.query(
    `delete from mvx.sys_job where jobno = (select jobno from mvx.sys_job where due <= now() order by due limit 1) returning job, ref`,
  );
  if (rows[0] === undefined) return false;
  const { job, ref } = rows[0] as { job: Job; ref: string };
  await works[job](client, ref, counts);
  return true;
}

const works: Record<Job, (client: pg.ClientBase, ref: string, counts: Count[]) => Promise<void>> = {
  confirm: confirmOrder,
  release,
  async invoice(client, orno, counts) {
    const ivno = await invoiceOrder(client, orno);
    counts.push({ emitted: 'invoices' });
    await addJob(client, 'pay', ivno, stepsUntilPaid(ivno));
  },
  pay: payInvoice,
};

/** Some customers pay sooner than others. */
function stepsUntilPaid(ivno: string): number {
  return 120 + ((Number(ivno) * 37) % 180);
}

interface Line {
  orno: string;
  ponr: number;
  itno: string;
  orqt: string;
  unms: string;
}

/** Lines that stock covers ship; every third one and those that stock cannot cover are made first. */
async function confirmOrder(client: pg.ClientBase, orno: string, counts: Count[]): Promise<void> {
  const { rows: lines } = await client.query<Line>(
    `select * from mvx.ooline where orno = $1 and stat < '90' order by ponr`,
    [orno],
  );
  const fromStock: Line[] = [];
  for (const line of lines) {
    const toOrder = (Number(orno) + line.ponr / 10) % 3 === 0 || !(await covered(client, line));
    if (!toOrder || !(await planProduction(client, line, counts))) fromStock.push(line);
  }
  await client.query(`update mvx.ooline set stat = '22', codt = $2 where orno = $1 and stat = '20'`, [
    orno,
    dayFromNow(10),
  ]);
  await client.query(`update mvx.oohead set stat = '22', chg_user = $2 where orno = $1 and stat = '20'`, [
    orno,
    batchUser,
  ]);
  if (fromStock.length > 0) await createDelivery(client, orno, fromStock, counts);
}

async function covered(client: pg.ClientBase, line: Line): Promise<boolean> {
  const { rows } = await client.query(
    `select coalesce(sum(stqt - alqt), 0)::float8 as free from mvx.mitloc where faci = 'COL' and itno = $1 and stas = '2'`,
    [line.itno],
  );
  return rows[0].free >= Number(line.orqt);
}

/** False when this ERP has no BOM for it. */
export async function planProduction(
  client: pg.ClientBase,
  line: Omit<Line, 'orno' | 'ponr'> & Partial<Line>,
  counts: Count[],
): Promise<boolean> {
  const { rows } = await client.query(
    `select * from mvx.mpdhed where prno = $1 and stat = '20' and faci in ('DET', 'MTY', 'TOL') order by revi desc limit 1`,
    [line.itno],
  );
  const bom = rows[0];
  if (bom === undefined) return false;
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
    `insert into mvx.mwohed (mfno, itno, faci, orqt, unms, stat, strt, revi, stdt, fidt, orno, ponr, rgts, chg_user) values ($1, $2, $3, $4, $5, '10', $6, $7, $8, $9, $10, $11, ${now}, $12)`,
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
      batchUser,
    ],
  );
  await addJob(client, 'release', mfno, 2);
  counts.push({ emitted: 'productionOrders' });
  return true;
}

async function release(client: pg.ClientBase, mfno: string): Promise<void> {
  await client.query(`update mvx.mwoope set stat = '40' where mfno = $1`, [mfno]);
  await client.query(`update mvx.mwohed set stat = '40', chg_user = $2 where mfno = $1 and stat = '10'`, [
    mfno,
    batchUser,
  ]);
}

/** A delivery from Columbus, with what it ships allocated. */
export async function createDelivery(
  client: pg.ClientBase,
  orno: string,
  lines: Line[],
  counts: Count[],
): Promise<void> {
  const { rows: numbers } = await client.query(`select lpad(nextval('mvx.no_dlix')::text, 10, '0') as no`);
  const dlix: string = numbers[0].no;
  for (const line of lines) {
    await client.query('insert into mvx.mhdisl (dlix, ponr, itno, dlqt, unms) values ($1, $2, $3, $4, $5)', [
      dlix,
      line.ponr,
      line.itno,
      line.orqt,
      line.unms,
    ]);
    await client.query(
      `update mvx.mitloc set alqt = alqt + $2, chg_user = $3 where faci = 'COL' and itno = $1 and stas = '2'`,
      [line.itno, line.orqt, batchUser],
    );
  }
  await client.query(
    `insert into mvx.mhdish (dlix, orno, cuno, whlo, stat, dsdt, dedt, grwe, adr1, town, pono, cscd, rgts, chg_user)
     select $1, o.orno, o.cuno, 'COL', '20', $3, $4, (select round(sum(l.dlqt * coalesce(i.grwe, 0)), 3) from mvx.mhdisl l join mvx.mitmas i using (itno) where l.dlix = $1),
       c.adr1, c.town, c.pono, c.cscd, ${now}, $5 from mvx.oohead o join mvx.ocusma c using (cuno) where o.orno = $2`,
    [dlix, orno, dayFromNow(1), dayFromNow(4), batchUser],
  );
  counts.push({ emitted: 'deliveries' });
}
