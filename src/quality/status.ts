/** `x-status` of an entity: the main chain, and the arrows that leave it or go back. */
export interface StatusFlow {
  readonly main: readonly string[];
  readonly arrows: Readonly<Record<string, readonly string[]>>;
}

export type StatusMove = 'none' | 'first' | 'forward' | 'arrow' | 'refused';

/**
 * What a change of status is. Systems report late, so the first observation may carry any status and a later one may skip
 * forward on the main chain; every other move needs its own arrow, else rule ST-01 is broken.
 */
export function statusMove(flow: StatusFlow, from: string | undefined, to: string): StatusMove {
  if (from === undefined) return 'first';
  if (from === to) return 'none';
  const [start, end] = [flow.main.indexOf(from), flow.main.indexOf(to)];
  if (start >= 0 && end > start) return 'forward';
  return flow.arrows[from]?.includes(to) ? 'arrow' : 'refused';
}
