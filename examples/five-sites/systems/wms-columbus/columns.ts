/** What stands in so many columns from a position on, the first of which is 1. */
export function at(line: string, position: number, length: number): string {
  return line.slice(position - 1, position - 1 + length).trim();
}

/** A quantity in thousandths with its unit behind it, in pieces; or what is wrong with it. */
export function piecesAt(line: string, position: number): number | string {
  const digits = at(line, position, 12);
  const unit = at(line, position + 12, 2);
  if (!/^\d{12}$/.test(digits) || Number(digits) === 0) return `quantity ${digits}`;
  if (unit !== 'EA' && unit !== 'DZ') return `unit ${unit}`;
  return (Number(digits) / 1000) * (unit === 'DZ' ? 12 : 1);
}
