export interface Money {
  amount: string;
  currency: string;
}

/** `EUR 1,200.50`: every digit of the decimal, with its thousands parted: no number of a computer holds it. */
export function sayMoney({ amount, currency }: Money): string {
  const [whole = '', part] = amount.split('.');
  const parted = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const places = (part ?? '').padEnd(placesOf(currency), '0');
  return `${currency} ${parted}${places === '' ? '' : `.${places}`}`;
}

/** After the point, as the currency is written: 2 of EUR, none of JPY. */
function placesOf(currency: string): number {
  const formatter = new Intl.NumberFormat('en', { style: 'currency', currency });
  return formatter.resolvedOptions().minimumFractionDigits ?? 0;
}
