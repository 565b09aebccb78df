import type { JsonObject } from '../../vocabulary/json.ts';

/** How one attribute is read from a record, compared, and found again among many records. */
export interface Comparer<F = unknown> {
  /** Undefined: the record says nothing of it. */
  read(record: JsonObject): F | undefined;
  compare(a: F, b: F): Compared;
  /** Texts of which two records share one when they may agree; none: nobody is found by this attribute alone. */
  blocks?(feature: F): string[];
}

export interface Compared {
  /** 0: they differ; 1: they agree. */
  share: number;
  /** What was compared, as each side has it. */
  a: string;
  b: string;
  /** It agrees, but not so surely that it may link. */
  weak?: true;
}

/** The first pair that fits, else a difference. */
export function firstEqual<E>(
  a: readonly E[],
  b: readonly E[],
  equal: (x: E, y: E) => boolean,
): [E, E] | undefined {
  for (const x of a) for (const y of b) if (equal(x, y)) return [x, y];
  return undefined;
}
