import { scaled } from '../../src/quality/decimal.ts';
import { objectsAt, textAt } from '../../src/quality/read.ts';
import type { Known } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';

const one = 1_000_000_000n;

/** Σ quantity × price over the lines that are not cancelled, in 10⁻⁹; undefined when a line has no price in its own unit. */
export function sumOfLines(record: JsonObject): bigint | undefined {
  let sum = 0n;
  for (const line of objectsAt(record, 'lines')) {
    if (line['status'] === 'cancelled') continue;
    const net = netOf(line);
    if (net === undefined) return undefined;
    sum += net;
  }
  return sum;
}

function netOf(line: JsonObject): bigint | undefined {
  if (textAt(line, 'quantity.unit') !== textAt(line, 'price.per.unit')) return undefined;
  const [quantity, amount, per] = ['quantity.value', 'price.amount', 'price.per.value'].map((path) =>
    textAt(line, path),
  );
  if (quantity === undefined || amount === undefined || per === undefined || per === '0') return undefined;
  return (scaled(quantity) * scaled(amount)) / scaled(per);
}

/** What rounding may make of a sum over so many lines: one smallest unit of the currency per line. */
export function roundingOf(currency: string, lines: number, { codeLists }: Known): bigint {
  const value = codeLists.get('currency')?.values.get(currency) as { decimals?: number } | undefined;
  return (one / 10n ** BigInt(value?.decimals ?? 2)) * BigInt(Math.max(1, lines));
}

export function differs(a: bigint, b: bigint, tolerance: bigint): boolean {
  return a - b > tolerance || b - a > tolerance;
}
