/** Who waits for a turn; `of` names the line it stands in, and lines share by weight. */
export interface InLine {
  of: string;
  weight: number;
}

/** Lines that share turns by weight and size (start-time fair queueing): heavy lines first, and none is left out. */
export interface FairQueue<T extends InLine> {
  add(waiting: T): void;
  /** Whose turn it is. */
  first(): T | undefined;
  /** It had a turn of this size, and waits no more. */
  serve(waiting: T, size: number): void;
  /** It gives up waiting. */
  leave(waiting: T): void;
  has(waiting: T): boolean;
  all(): T[];
}

export function createFairQueue<T extends InLine>(): FairQueue<T> {
  /** Virtual time: where the turn under way began. A line that was away begins there, so that absence earns nothing. */
  let clock = 0;
  /** Where the last turn of each line ends. */
  const ends = new Map<string, number>();
  const starts = new Map<T, number>();

  const goesBefore = (a: T, b: T) => starts.get(a)! - starts.get(b)! || b.weight - a.weight;
  return {
    add: (waiting) => starts.set(waiting, Math.max(clock, ends.get(waiting.of) ?? 0)),
    first: () => {
      let best: T | undefined;
      for (const waiting of starts.keys())
        if (best === undefined || goesBefore(waiting, best) < 0) best = waiting;
      return best;
    },
    serve: (waiting, size) => {
      clock = starts.get(waiting)!;
      ends.set(waiting.of, clock + size / waiting.weight);
      starts.delete(waiting);
    },
    leave: (waiting) => starts.delete(waiting),
    has: (waiting) => starts.has(waiting),
    all: () => [...starts.keys()],
  };
}
