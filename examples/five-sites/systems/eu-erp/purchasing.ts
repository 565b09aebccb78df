import { type Fields, listOf, textOf } from '../plumbing/fields.ts';
import { confirmed, invoicedAmount, supplierSteps } from '../world/supplying.ts';
import { money } from './amounts.ts';
import type { Book } from './book.ts';
import { dayFromNow, decimal, ownPlants, system } from './codes.ts';
import { ODataError } from './errors.ts';
import { putMaterialDocument } from './materialDocuments.ts';
import { changeStock } from './stock.ts';

/** Of an order: sent to the supplier (B), acknowledged by him (C), received (D), cancelled (X). */
export function checkPurchase(book: Book, { Supplier, Plant }: Fields): void {
  const partner = book.get('BusinessPartners', textOf(Supplier));
  if (partner?.['Role'] !== 'SUPPLIER')
    throw new ODataError(422, 'ME/202', `Supplier ${textOf(Supplier)} does not exist`, 'Supplier');
  if (!ownPlants.has(textOf(Plant)))
    throw new ODataError(422, 'ME/203', `Plant ${textOf(Plant)} is not of this company`, 'Plant');
}

export function sendPurchase(book: Book, number: string): void {
  book.count({ emitted: 'purchaseOrders' });
  book.job('acknowledge', number, supplierSteps.acknowledges);
}

/** It is taken back until the goods are there. */
export function changePurchase(_book: Book, before: Fields, now: Fields): void {
  if (now['Status'] === 'X' && before['Status'] === 'D')
    throw new ODataError(422, 'ME/555', 'The goods have been received', 'Status');
}

/** The supplier says what he delivers: as ordered (AB), or with changes (AC). */
export function acknowledge(book: Book, number: string): void {
  const order = book.get('PurchaseOrders', number)!;
  if (order['Status'] !== 'B') return;
  const words = listOf(order['Items']).map((item) => ({
    needed: textOf(item['RequestedDeliveryDate']),
    ...confirmed(Number(item['Quantity'])),
  }));
  const isLess = words.some((each) => each.isLess);
  const Items = listOf(order['Items']).map((item, i) => ({
    ...item,
    ConfirmedQuantity: decimal(words[i]!.quantity),
    ConfirmedDeliveryDate: dayFromNow(words[i]!.inDays),
  }));
  const Acknowledgement = isLess ? 'AC' : 'AB';
  book.put('PurchaseOrders', number, { ...order, Status: 'C', Acknowledgement, Items }, system);
  const isLate = words.some(({ needed, inDays }) => needed !== '' && dayFromNow(inDays) > needed);
  book.job('goods', number, supplierSteps[isLess || isLate ? 'deliversOtherwise' : 'delivers']);
}

/** The goods are there, and booked to the materials of the plant. */
export function receivePurchase(book: Book, number: string): void {
  const order = book.get('PurchaseOrders', number)!;
  if (order['Status'] !== 'C') return;
  const plant = textOf(order['Plant']);
  for (const item of listOf(order['Items'])) {
    const product = textOf(item['Product']);
    changeStock(book, product, plant, '0002', Number(item['ConfirmedQuantity']), 0, system);
    putMaterialDocument(book, {
      ...{ GoodsMovementType: '105', Product: product, Plant: plant, StorageLocation: '0002' },
      ...{ Quantity: item['ConfirmedQuantity'], Unit: item['Unit'] },
      ...{ PurchaseOrder: number, PurchaseOrderItem: item['PurchaseOrderItem'] },
    });
    book.count({ emitted: 'receipts' });
  }
  book.put('PurchaseOrders', number, { ...order, Status: 'D' }, system);
  book.job('invoice', number, supplierSteps.invoices);
}

/** The supplier's invoice has come. */
export function receiveInvoice(book: Book, order: string): void {
  const { Supplier, Plant, Currency, Items } = book.get('PurchaseOrders', order)!;
  const number = book.number('supplier invoice', 52000001);
  const items = listOf(Items).map((item) => ({
    ...{ SupplierInvoiceItem: item['PurchaseOrderItem'], PurchaseOrderItem: item['PurchaseOrderItem'] },
    ...{ Product: item['Product'], Quantity: item['ConfirmedQuantity'], Unit: item['Unit'] },
    NetAmount: invoicedAmount(order, Number(item['ConfirmedQuantity']), Number(item['NetPrice'])),
  }));
  const record = {
    ...{ SupplierInvoice: number, PurchaseOrder: order, Supplier, Plant, Currency, Status: 'A' },
    ...{
      SupplierInvoiceIDByInvcgParty: `S${order}`,
      DocumentDate: dayFromNow(0),
      NetDueDate: dayFromNow(30),
    },
    NetAmount: money(items.reduce((sum, { NetAmount }) => sum + Number(NetAmount), 0)),
    CreationDateTime: new Date().toISOString(),
    Items: items,
  };
  book.put('SupplierInvoices', number, record, system);
  book.count({ emitted: 'invoices' });
}

/** A supplier's invoice is received (A), may be paid (F), is blocked (R), or paid (C). */
export function checkDecision(_book: Book, { Status }: Fields): void {
  if (!['A', 'F', 'R', 'C'].includes(textOf(Status)))
    throw new ODataError(422, 'M8/411', `Status ${textOf(Status)} is unknown`, 'Status');
}

export function decideInvoice(book: Book, before: Fields, now: Fields): void {
  if (before['Status'] === now['Status']) return;
  if (before['Status'] === 'C') throw new ODataError(422, 'M8/412', 'The invoice is paid', 'Status');
  if (now['Status'] === 'F') book.job('settle', textOf(now['SupplierInvoice']), supplierSteps.isPaid);
}

export function payApproved(book: Book, number: string): void {
  const invoice = book.get('SupplierInvoices', number)!;
  if (invoice['Status'] === 'F')
    book.put('SupplierInvoices', number, { ...invoice, Status: 'C', ClearingDate: dayFromNow(0) }, system);
}
