import { listOf, textOf } from '../plumbing/fields.ts';
import type { Kit } from '../plumbing/kit.ts';
import { billOrder, clearBill } from './billing.ts';
import { type Book, openBook } from './book.ts';
import { dayFromNow, system, warehouse } from './codes.ts';
import { closePeriod } from './periods.ts';
import { planProduction, release } from './production.ts';
import { acknowledge, payApproved, receiveInvoice, receivePurchase } from './purchasing.ts';
import { createDelivery, shipFromPlant } from './shipping.ts';
import { freeAt } from './stock.ts';
import { correctTransferInvoice } from './transferInvoices.ts';
import { receiveGoods, sendGoods } from './transfers.ts';

interface Job {
  job: string;
  ref: string;
  due: number;
}

/** Does what is due: confirms orders, releases production, ships from the plants, bills and is paid. */
export function doDueJobs(kit: Kit): void {
  const jobs = [...kit.store.collection<Job>('jobs')].filter(([, job]) => job.due <= Date.now());
  for (const [key, { job, ref }] of jobs.slice(0, 500)) {
    const book = openBook(kit);
    works[job]!(book, ref);
    book.commit([{ in: 'jobs', key }]);
  }
}

const works: Record<string, (book: Book, ref: string) => void> = {
  confirm: confirmOrder,
  release,
  ship: shipFromPlant,
  bill: billOrder,
  clear: clearBill,
  close: closePeriod,
  receive: receiveGoods,
  send: sendGoods,
  acknowledge,
  goods: receivePurchase,
  invoice: receiveInvoice,
  settle: payApproved,
  correct: correctTransferInvoice,
};

/** Items that stock covers ship; what it cannot cover, and every third item of Rotterdam, is made first. */
function confirmOrder(book: Book, number: string): void {
  const order = book.get('SalesOrders', number)!;
  if (order['OverallStatus'] !== 'A') return;
  const items = listOf(order['Items']);
  const plant = textOf(order['ShippingPlant']);
  const fromStock = items.filter((item, index) => {
    const isThird = plant === warehouse && (Number(number) + index) % 3 === 0;
    const isCovered =
      freeAt(book, textOf(item['Product']), plant, '0001') >= Number(item['RequestedQuantity']);
    return (
      (isCovered && !isThird) ||
      !planProduction(book, textOf(item['Product']), textOf(item['RequestedQuantity']), { order, item })
    );
  });
  const Items = items.map((item) => ({ ...item, Status: 'B', ConfirmedDeliveryDate: dayFromNow(10) }));
  book.put('SalesOrders', number, { ...order, OverallStatus: 'B', Items }, system);
  if (fromStock.length > 0) createDelivery(book, order, fromStock);
}
