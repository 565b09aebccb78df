/** How a supplier of Northfield answers an order, in steps of an ERP's pace, each from the one before. */
export const supplierSteps = {
  acknowledges: 3,
  delivers: 6,
  deliversOtherwise: 400,
  invoices: 3,
  isPaid: 12,
};

/** The most that a supplier has of anything at once. */
const mostAtOnce = 900;

/** What a supplier confirms of a line: as ordered within a week, or what he has in two weeks. */
export function confirmed(ordered: number): { quantity: number; inDays: number; isLess: boolean } {
  const isLess = ordered > mostAtOnce;
  return { quantity: Math.min(ordered, mostAtOnce), inDays: isLess ? 14 : 7, isLess };
}

/** What a supplier invoices for so much at a price: of one order in four a tenth more than was ordered. */
export function invoicedAmount(order: string, quantity: number, price: number): string {
  const isTooMuch = Number(order) % 4 === 3;
  return (quantity * price * (isTooMuch ? 1.1 : 1)).toFixed(2);
}
