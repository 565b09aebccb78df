import type { Bound } from './bind.ts';

/**
 * Splits rows into rounds, so that no round holds two rows of one conflict key (a statement cannot touch a row
 * twice), and rows of one delivery key or one conflict key keep their order over the rounds.
 */
export function rounds(rows: readonly Bound[], conflictKey: (values: Bound['values']) => string): Bound[][] {
  const byDelivery = new Map<string, number>();
  const byConflict = new Map<string, number>();
  const found: Bound[][] = [];
  for (const row of rows) {
    const conflict = conflictKey(row.values);
    const round = Math.max(byDelivery.get(row.delivery.key) ?? 0, (byConflict.get(conflict) ?? -1) + 1);
    byDelivery.set(row.delivery.key, round);
    byConflict.set(conflict, round);
    found[round] ??= [];
    found[round].push(row);
  }
  return found;
}
