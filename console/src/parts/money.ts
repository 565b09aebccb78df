export interface Money {
  amount: string;
  currency: string;
}

/** `EUR 1,200.50`: the decimal as it is, with its thousands parted: no number of a computer holds it. */
export function sayMoney({ amount, currency }: Money): string {
  const [whole = '', part] = amount.split('.');
  const parted = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${currency} ${part === undefined ? parted : `${parted}.${part.padEnd(2, '0')}`}`;
}
