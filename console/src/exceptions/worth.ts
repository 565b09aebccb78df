import type { ParkedGroup } from 'api/operations/parked/groupsContract.ts';
import { sayMoney } from '../parts/money.ts';
import { many } from '../parts/words.ts';

/** `12 sales orders, EUR 1,200.50 and USD 300, 3 of them without a total`: never summed over currencies, nor guessed. */
export function sayWorth({
  orders,
  worth,
  unvalued,
}: Pick<ParkedGroup, 'orders' | 'worth' | 'unvalued'>): string {
  const said = many(orders, 'sales order');
  if (worth.length === 0) return orders === 0 ? said : `${said}, without a total`;
  const money = lists.format(worth.map(sayMoney));
  if (unvalued === 0) return `${said}, ${money}`;
  return `${said}, ${money}, ${unvalued} of them without a total`;
}

const lists = new Intl.ListFormat('en', { type: 'conjunction' });
