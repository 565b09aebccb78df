import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { paddedTo } from '../world/keys.ts';
import { confirmed, invoicedAmount, supplierSteps } from '../world/supplying.ts';
import { batchUser, dayFromNow } from './codes.ts';
import { knownItem, requireUnit, type StagedRow } from './masters.ts';
import { Refusal } from './refusal.ts';
import { addJob } from './schedule.ts';
import { addStock } from './stock.ts';

const now = `(clock_timestamp() at time zone 'UTC')`;
const orderStates = { sent: '20', acknowledged: '30', received: '70', cancelled: '99' };

/** Orders of a supplier under the sender's reference, or takes the order back (CANC) until the goods are there. */
export async function writePurchase(client: pg.ClientBase, row: StagedRow, counts: Count[]): Promise<string> {
  const extref = String(row['extref'] ?? '');
  if (extref === '') throw new Refusal('PO0001: EXTREF is needed');
  const { rows } = await client.query('select puno, stat from mvx.mphead where extref = $1', [extref]);
  if (row['canc'] === 'Y') return cancel(client, row, rows[0]);
  if (rows[0] !== undefined) return rows[0].puno;
  const { rows: lines } = await client.query('select * from mvx.stg_pul where msgid = $1 order by ponr', [
    row.msgid,
  ]);
  if (lines.length === 0) throw new Refusal('PO0002: an order has lines');
  const suno = paddedTo(String(row['suno'] ?? '').trim(), 10);
  const { rowCount } = await client.query('select from mvx.cidmas where suno = $1', [suno]);
  if (rowCount === 0) throw new Refusal(`PO0007: SUNO ${suno} does not exist`);
  const { rows: numbers } = await client.query(`select lpad(nextval('mvx.no_puno')::text, 10, '0') as no`);
  const puno: string = numbers[0].no;
  for (const line of lines) {
    requireUnit(line['unms'], false);
    if (!(Number(line['orqt']) > 0)) throw new Refusal(`PO0021: ORQT ${line['orqt']}`);
    const itno = await knownItem(client, line['itno']);
    await client.query(
      'insert into mvx.mpline (puno, ponr, itno, orqt, unms, dwdt, pupr) values ($1, $2, $3, $4, $5, $6, $7)',
      [puno, line['ponr'], itno, line['orqt'], line['unms'], line['dwdt'], line['pupr'] ?? 0],
    );
  }
  await client.query(
    `insert into mvx.mphead (puno, extref, suno, faci, cucd, pudt, stat, rgts, chg_user) values ($1, $2, $3, $4, $5, $6, $7, ${now}, $8)`,
    [puno, extref, suno, row['faci'], row['cucd'] ?? 'USD', dayFromNow(0), orderStates.sent, row.usid],
  );
  counts.push({ emitted: 'purchaseOrders' });
  await addJob(client, 'ack', puno, supplierSteps.acknowledges);
  return puno;
}

async function cancel(
  client: pg.ClientBase,
  row: StagedRow,
  known: { puno: string; stat: string } | undefined,
): Promise<string> {
  if (known === undefined) throw new Refusal(`PO0003: no order with EXTREF ${row['extref']}`);
  if (known.stat === orderStates.received) throw new Refusal(`PO0015: order ${known.puno} is received`);
  await setState(client, known.puno, orderStates.cancelled, row.usid);
  return known.puno;
}

async function setState(client: pg.ClientBase, puno: string, stat: string, user: string): Promise<void> {
  await client.query('update mvx.mphead set stat = $2, chg_user = $3 where puno = $1', [puno, stat, user]);
}

/** True while it is in this state: what comes of it comes no more once it is cancelled. */
async function isIn(client: pg.ClientBase, puno: string, stat: string): Promise<boolean> {
  const { rowCount } = await client.query('select from mvx.mphead where puno = $1 and stat = $2', [
    puno,
    stat,
  ]);
  return rowCount === 1;
}

/** The supplier says what he delivers of each line, and when. */
export async function acknowledge(client: pg.ClientBase, puno: string): Promise<void> {
  if (!(await isIn(client, puno, orderStates.sent))) return;
  const { rows: lines } = await client.query('select ponr, orqt, dwdt from mvx.mpline where puno = $1', [
    puno,
  ]);
  const words = lines.map(({ ponr, orqt, dwdt }) => ({ ponr, dwdt, ...confirmed(Number(orqt)) }));
  for (const { ponr, quantity, inDays } of words)
    await client.query('update mvx.mpline set cfqt = $3, cfdt = $4 where puno = $1 and ponr = $2', [
      ...[puno, ponr, quantity, dayFromNow(inDays)],
    ]);
  await setState(client, puno, orderStates.acknowledged, batchUser);
  const isOtherwise = words.some(({ isLess, inDays, dwdt }) => isLess || (dwdt && dayFromNow(inDays) > dwdt));
  await addJob(client, 'goods', puno, supplierSteps[isOtherwise ? 'deliversOtherwise' : 'delivers']);
}

/** The goods are there, and booked to the materials of the plant. */
export async function receivePurchase(client: pg.ClientBase, puno: string, counts: Count[]): Promise<void> {
  if (!(await isIn(client, puno, orderStates.acknowledged))) return;
  const { rows } = await client.query('select faci from mvx.mphead where puno = $1', [puno]);
  const { rows: lines } = await client.query('select * from mvx.mpline where puno = $1 order by ponr', [
    puno,
  ]);
  for (const { itno, cfqt, unms, ponr } of lines) {
    const place = { faci: rows[0].faci, whsl: 'RM01', itno };
    await addStock(client, place, Number(cfqt), batchUser);
    await client.query(
      `insert into mvx.mittra (trty, itno, faci, whsl, trqt, unms, puno, ponr, trts) values ('PR', $1, $2, $3, $4, $5, $6, $7, ${now})`,
      [itno, place.faci, place.whsl, cfqt, unms, puno, ponr],
    );
    counts.push({ emitted: 'receipts' });
  }
  await setState(client, puno, orderStates.received, batchUser);
  await addJob(client, 'bill', puno, supplierSteps.invoices);
}

/** The supplier's invoice has come. */
export async function receiveInvoice(client: pg.ClientBase, puno: string, counts: Count[]): Promise<void> {
  const { rows: lines } = await client.query('select * from mvx.mpline where puno = $1 order by ponr', [
    puno,
  ]);
  const { rows: numbers } = await client.query(`select lpad(nextval('mvx.no_pvno')::text, 10, '0') as no`);
  const ivno: string = numbers[0].no;
  for (const { ponr, itno, cfqt, unms, pupr } of lines)
    await client.query(
      'insert into mvx.fpline (ivno, ponr, itno, ivqt, unms, lnam) values ($1, $2, $3, $4, $5, $6)',
      [ivno, ponr, itno, cfqt, unms, invoicedAmount(puno, Number(cfqt), Number(pupr))],
    );
  await client.query(
    `insert into mvx.fpledg (ivno, puno, suno, faci, sino, ivdt, dudt, cucd, ivam, stat, rgts, chg_user)
     select $1, puno, suno, faci, 'S' || ltrim(puno, '0'), $3, $4, cucd, (select sum(lnam) from mvx.fpline where ivno = $1), '20', ${now}, $5 from mvx.mphead where puno = $2`,
    [ivno, puno, dayFromNow(0), dayFromNow(30), batchUser],
  );
  counts.push({ emitted: 'invoices' });
}

const decisions: Record<string, string> = { R: '50', B: '60' };

/** What is decided on a supplier's invoice: it may be paid (ACTN `R`), or not (`B`). */
export async function decideInvoice(client: pg.ClientBase, row: StagedRow): Promise<string> {
  const ivno = paddedTo(String(row['ivno'] ?? '').trim(), 10);
  const stat = decisions[String(row['actn'])];
  if (stat === undefined) throw new Refusal(`AP0041: ACTN ${row['actn']} unknown`);
  const { rows } = await client.query('select stat from mvx.fpledg where ivno = $1', [ivno]);
  if (rows[0] === undefined) throw new Refusal(`AP0042: invoice ${ivno} does not exist`);
  if (rows[0].stat === stat) return ivno;
  if (rows[0].stat === '90') throw new Refusal(`AP0043: invoice ${ivno} is paid`);
  await client.query('update mvx.fpledg set stat = $2, chg_user = $3 where ivno = $1', [
    ivno,
    stat,
    row.usid,
  ]);
  if (row['actn'] === 'R') await addJob(client, 'settle', ivno, supplierSteps.isPaid);
  return ivno;
}

export async function payApproved(client: pg.ClientBase, ivno: string): Promise<void> {
  await client.query(
    `update mvx.fpledg set stat = '90', pydt = $2, chg_user = $3 where ivno = $1 and stat = '50'`,
    [ivno, dayFromNow(0), batchUser],
  );
}
