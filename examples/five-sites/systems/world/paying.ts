/** After how many steps of an ERP's pace the customer pays an invoice: some sooner than others. */
export function stepsUntilPaid(invoice: string): number {
  return 120 + ((Number(invoice) * 37) % 180);
}
