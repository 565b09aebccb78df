const shape = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

/** Decimal text as people read it: `12500.50` → `12,500.5`. */
export function quantityOf(text: string): string {
  return shape.format(Number(text));
}
