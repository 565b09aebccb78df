import type { Run } from '../jsonata/run.ts';

/** `$now()`: when the message arrived, so that a replay gives the same. */
export function now(run: Run): string {
  return run.scope.receivedAt;
}

/** `$millis()` */
export function millis(run: Run): number {
  return Date.parse(run.scope.receivedAt);
}
