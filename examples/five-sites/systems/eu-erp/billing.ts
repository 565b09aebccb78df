import { type Fields, listOf, textOf } from '../plumbing/fields.ts';
import { stepsUntilPaid } from '../world/paying.ts';
import { money, netAmount } from './amounts.ts';
import type { Book } from './book.ts';
import { dayFromNow, system } from './codes.ts';

const vat = 0.19;
const daysToPay: Record<string, number> = { '0001': 0, NT30: 30, NT60: 60 };

/** One billing document for all that was shipped of an order; the customer pays it some time later. */
export function billOrder(book: Book, salesOrder: string): void {
  const order = book.get('SalesOrders', salesOrder)!;
  const partner = book.get('BusinessPartners', textOf(order['SoldToParty']));
  const number = book.number('billing', 90000001);
  const Items = listOf(order['Items']).map((item) => ({
    BillingDocumentItem: item['SalesOrderItem'],
    Product: item['Product'],
    Quantity: item['RequestedQuantity'],
    Unit: item['Unit'],
    NetPrice: item['NetPrice'],
    NetAmount: netAmount(item),
  }));
  const net = Items.reduce((sum, { NetAmount }) => sum + Number(NetAmount), 0);
  const record: Fields = {
    BillingDocument: number,
    SalesOrder: salesOrder,
    PayerParty: order['SoldToParty'],
    ShippingPlant: order['ShippingPlant'],
    BillingDocumentDate: dayFromNow(0),
    NetDueDate: dayFromNow(daysToPay[textOf(partner?.['PaymentTerms'])] ?? 30),
    Currency: order['Currency'],
    NetAmount: money(net),
    TaxAmount: money(net * vat),
    TotalAmount: money(Number(money(net)) + Number(money(net * vat))),
    Status: 'A',
    ClearingDate: '',
    CreationDateTime: new Date().toISOString(),
    Items,
  };
  book.put('BillingDocuments', number, record, system);
  book.count({ emitted: 'invoices' });
  book.job('clear', number, stepsUntilPaid(number));
}

/** The customer's money is there. */
export function clearBill(book: Book, number: string): void {
  const bill = book.get('BillingDocuments', number)!;
  book.put('BillingDocuments', number, { ...bill, Status: 'C', ClearingDate: dayFromNow(0) }, system);
}
