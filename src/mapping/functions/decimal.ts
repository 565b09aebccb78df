import { type Decimal, normalDecimal, readDecimal, writeDecimal } from '../decimals.ts';
import type { Run } from '../jsonata/run.ts';
import { isAbsent, shown, stop } from './field.ts';

/** `$decimal(x)`: decimal text in normal form. */
export function decimal(_run: Run, value: unknown): string | undefined {
  if (isAbsent(value)) return undefined;
  return normalDecimal(value) ?? refuseNumber(value);
}

/** An argument of the arithmetic functions. */
export function readOrStop(value: unknown): Decimal {
  return readDecimal(value) ?? refuseNumber(value);
}

export function writeOrStop(value: Decimal): string {
  return writeDecimal(value) ?? stop('number-invalid', 'the result has more than 18 digits before the point');
}

function refuseNumber(value: unknown): never {
  return stop(
    'number-invalid',
    `${JSON.stringify(shown(value))} is not a decimal of at most 18 and 9 digits`,
    value,
  );
}
