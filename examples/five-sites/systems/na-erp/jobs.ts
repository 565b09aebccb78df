import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { stepsUntilPaid } from '../world/paying.ts';
import { batchUser, dayFromNow } from './codes.ts';
import { invoiceOrder, payInvoice } from './invoices.ts';
import { closePeriod } from './periods.ts';
import { planProduction, release } from './production.ts';
import { acknowledge, payApproved, receiveInvoice, receivePurchase } from './purchasing.ts';
import { addJob, type Job } from './schedule.ts';
import { createDelivery, type OrderLine, shipFromPlant } from './shipping.ts';
import { finishedAt, freeAt } from './stock.ts';
import { correctTransferInvoice } from './transferClearing.ts';
import { receiveGoods, sendTransfer } from './transfers.ts';

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
  ship: shipFromPlant,
  async invoice(client, orno, counts) {
    const ivno = await invoiceOrder(client, orno);
    counts.push({ emitted: 'invoices' });
    await addJob(client, 'pay', ivno, stepsUntilPaid(ivno));
  },
  pay: payInvoice,
  close: closePeriod,
  send: sendTransfer,
  arrive: receiveGoods,
  ack: acknowledge,
  goods: receivePurchase,
  bill: receiveInvoice,
  settle: payApproved,
  rerate: correctTransferInvoice,
};

/** Lines that stock covers ship; what it cannot cover, and every third line of Columbus, is made first. */
async function confirmOrder(client: pg.ClientBase, orno: string, counts: Count[]): Promise<void> {
  const { rows: lines } = await client.query<OrderLine & { whlo: string }>(
    `select l.*, o.whlo from mvx.ooline l join mvx.oohead o using (orno) where orno = $1 and l.stat < '90' order by ponr`,
    [orno],
  );
  const fromStock: OrderLine[] = [];
  for (const line of lines) {
    const isThird = line.whlo === 'COL' && (Number(orno) + line.ponr / 10) % 3 === 0;
    const isCovered = (await freeAt(client, finishedAt(line.whlo, line.itno))) >= Number(line.orqt);
    const toOrder = isThird || !isCovered;
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
