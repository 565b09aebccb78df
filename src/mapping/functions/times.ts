import { fitted } from '../decimals.ts';
import type { Run } from '../jsonata/run.ts';
import { timesSmall } from '../smallDecimals.ts';
import { readOrStop, writeOrStop } from './decimal.ts';
import { isAbsent } from './field.ts';

/** `$times(a, b)`: exact, rounded half to even beyond nine decimals. */
export function times(_run: Run, left: unknown, right: unknown): string | undefined {
  if (isAbsent(left) || isAbsent(right)) return undefined;
  const quick = timesSmall(left, right);
  if (quick !== undefined) return quick;
  const [a, b] = [readOrStop(left), readOrStop(right)];
  return writeOrStop(fitted({ units: a.units * b.units, scale: a.scale + b.scale }));
}
