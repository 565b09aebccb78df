import { addDecimals, fitted } from '../decimals.ts';
import type { Run } from '../jsonata/run.ts';
import { sumSmall } from '../smallDecimals.ts';
import { readOrStop, writeOrStop } from './decimal.ts';
import { isAbsent } from './field.ts';

/** `$sum(decimals)`: exact; what is absent counts nothing. The sum of an empty list is 0. */
export function sum(_run: Run, values: unknown): string | undefined {
  if (values === undefined) return undefined;
  const list = (Array.isArray(values) ? values : [values]).filter((value) => !isAbsent(value));
  const quick = sumSmall(list);
  if (quick !== undefined) return quick;
  return writeOrStop(fitted(list.map(readOrStop).reduce(addDecimals, { units: 0n, scale: 0 })));
}
