import type { Fields } from '../plumbing/fields.ts';

/** An amount as the ERP writes it: `1290.00`. */
export const money = (amount: number) => amount.toFixed(2);

/** What one item of an order comes to, before tax. */
export function netAmount(item: Fields): string {
  return money(Number(item['RequestedQuantity']) * Number(item['NetPrice']));
}

export function netTotal(items: readonly Fields[]): string {
  return money(items.reduce((sum, item) => sum + Number(netAmount(item)), 0));
}
