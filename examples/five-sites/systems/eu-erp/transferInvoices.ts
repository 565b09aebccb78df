import { type Fields, listOf, numberOf, textOf } from '../plumbing/fields.ts';
import { transferAmount } from '../world/transferPrice.ts';
import { money } from './amounts.ts';
import type { Book } from './book.ts';
import { quantityOf } from './bookings.ts';
import { dayFromNow, system } from './codes.ts';
import { ODataError } from './errors.ts';

/** What is owed to us (S) is issued; what we owe (H) is for what was received, and released as it is booked. */
const states: Record<string, string> = { S: 'A', H: 'F' };

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
  const invoice = book.get('TransferInvoices', key)!;
  const Items: Fields[] = listOf(invoice['Items']).map((item) => {
    const product = book.get('Products', textOf(item['Product']));
    const NetAmount = transferAmount(Number(item['Quantity']), numberOf(product?.['GrossWeight']) ?? 0);
    return { ...item, NetAmount };
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
