import { type Fields, listOf, numberOf, textOf } from '../plumbing/fields.ts';
import { priceOfSender, transferAmount } from '../world/transferPrice.ts';
import { money } from './amounts.ts';
import type { Book } from './book.ts';
import { quantityOf } from './bookings.ts';
import { dayFromNow, system } from './codes.ts';
import { ODataError } from './errors.ts';

/** What is owed to us (S) is issued; what we owe (H) is for what was received, and released as it is booked. */
const states: Record<string, string> = { S: 'A', H: 'F' };

/** So many steps after the other company has disputed an invoice, somebody has looked at it. */
const stepsUntilCorrected = 6;

export function checkTransferInvoice(book: Book, record: Fields): void {
  if (states[textOf(record['DebitCreditCode'])] === undefined)
    throw new ODataError(422, 'M8/302', 'DebitCreditCode is S or H', 'DebitCreditCode');
  const items = listOf(record['Items']);
  if (items.length === 0) throw new ODataError(422, 'M8/301', 'An invoice has items', 'Items');
  for (const item of items) {
    if (book.get('Products', textOf(item['Product'])) === undefined)
      throw new ODataError(422, 'MM/305', `Product ${textOf(item['Product'])} does not exist`, 'Items');
    quantityOf(item, 'Quantity');
  }
}

/** What one company owes the other for a transfer, by the prices of the group. */
export function bookTransferInvoice(book: Book, key: string): void {
  const { DebitCreditCode, TransferReference } = book.get('TransferInvoices', key)!;
  rate(book, key, DebitCreditCode === 'S' ? priceOfSender(textOf(TransferReference)) : 'thisYear');
}

/** Cleared (C) it stays as it is; before that its items may change, or the other company disputes it. */
export function changeTransferInvoice(book: Book, before: Fields, now: Fields): void {
  const key = textOf(before['TransferInvoice']);
  const items = (invoice: Fields) =>
    listOf(invoice['Items']).map(({ Product, Quantity, Unit }) => [Product, Quantity, Unit]);
  const isSame = JSON.stringify(items(before)) === JSON.stringify(items(now));
  if (before['Status'] === 'C') {
    if (!isSame || now['Status'] !== 'C')
      throw new ODataError(422, 'F5/351', `Invoice ${key} is cleared`, 'Status');
    book.put('TransferInvoices', key, before, system);
  } else if (now['Status'] === 'C') clear(book, key, now);
  else if (!isSame) rate(book, key, 'thisYear');
  else {
    book.put('TransferInvoices', key, { ...now, Items: before['Items'] }, system);
    if (now['DisputeReason'] !== '' && now['DisputeReason'] !== before['DisputeReason'])
      book.job('correct', key, stepsUntilCorrected);
  }
}

/** With what the other company pays, and what is booked as a difference: together what it comes to. */
function clear(book: Book, key: string, invoice: Fields): void {
  const { ClearingAmount, ClearingDifferenceAmount = '0', NetAmount } = invoice;
  if (money(Number(ClearingAmount) + Number(ClearingDifferenceAmount)) !== NetAmount)
    throw new ODataError(
      422,
      'F5/702',
      `${textOf(ClearingAmount)} and ${textOf(ClearingDifferenceAmount)} do not make ${textOf(NetAmount)}`,
      'ClearingAmount',
    );
  const ClearingDocument = book.number('clearing', 14000001);
  const cleared = { ClearingDocument, ClearingDate: dayFromNow(0), DisputeReason: '' };
  book.put('TransferInvoices', key, { ...invoice, ...cleared }, system);
}

/** Somebody has looked at what the other company disputes: it is charged by the prices of this year. */
export function correctTransferInvoice(book: Book, key: string): void {
  const invoice = book.get('TransferInvoices', key)!;
  if (invoice['DisputeReason'] === '' || invoice['Status'] === 'C') return;
  book.put('TransferInvoices', key, { ...invoice, DisputeReason: '' }, system);
  rate(book, key, 'thisYear');
}

function rate(book: Book, key: string, price: Parameters<typeof transferAmount>[2]): void {
  const invoice = book.get('TransferInvoices', key)!;
  const Items: Fields[] = listOf(invoice['Items']).map((item) => {
    const product = book.get('Products', textOf(item['Product']));
    const kilos = numberOf(product?.['GrossWeight']) ?? 0;
    return { ...item, NetAmount: transferAmount(Number(item['Quantity']), kilos, price) };
  });
  const NetAmount = money(Items.reduce((sum, item) => sum + Number(item['NetAmount']), 0));
  const Status = states[textOf(invoice['DebitCreditCode'])];
  book.put(
    'TransferInvoices',
    key,
    { ...invoice, Items, Status, NetAmount, PostingDate: dayFromNow(0) },
    system,
  );
}
