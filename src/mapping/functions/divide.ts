import { asFraction, mostDecimals, roundFraction } from '../decimals.ts';
import type { Run } from '../jsonata/run.ts';
import { readOrStop, writeOrStop } from './decimal.ts';
import { isAbsent, stop } from './field.ts';

/** `$divide(a, b[, decimals])`: rounded once, half to even, to nine decimals when not said. */
export function divide(_run: Run, left: unknown, right: unknown, decimals: unknown): string | undefined {
  if (isAbsent(left) || isAbsent(right)) return undefined;
  const scale = decimals === undefined ? mostDecimals : Number(decimals);
  if (!Number.isInteger(scale) || scale < 0 || scale > mostDecimals) {
    return stop('mapping-failed', 'the third argument of $divide is a number of decimals, 0 to 9', decimals);
  }
  const [a, b] = [asFraction(readOrStop(left)), asFraction(readOrStop(right))];
  if (b.numerator === 0n) return stop('number-invalid', 'division by zero', right);
  return writeOrStop(roundFraction(a.numerator * b.denominator, a.denominator * b.numerator, scale));
}
