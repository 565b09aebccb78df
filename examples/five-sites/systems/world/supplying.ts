/** How a supplier of Northfield answers an order, in steps of an ERP's pace, each from the one before. */
export const supplierSteps = { acknowledges: 3, delivers: 6, invoices: 3, isPaid: 12 };

/** What a supplier invoices for so much at a price: of one order in four a tenth more than was ordered. */
export function invoicedAmount(order: string, quantity: number, price: number): string {
  const isTooMuch = Number(order) % 4 === 3;
  return (quantity * price * (isTooMuch ? 1.1 : 1)).toFixed(2);
}
