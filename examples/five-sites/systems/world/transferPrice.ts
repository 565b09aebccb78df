/** Dollars for a kilogram: what the companies of the group charge one another. */
const perKilo = 11;

/** What one company owes the other for so much of an item, of which one piece weighs so much. */
export function transferAmount(quantity: number, kilos: number): string {
  return (quantity * Math.max(kilos, 0.1) * perKilo).toFixed(2);
}
