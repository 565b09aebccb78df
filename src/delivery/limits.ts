import { type BulkheadPolicy, bulkhead } from 'cockatiel';

/** What one system bears, shared by all its target interfaces: sends at once, and deliveries a second. */
export interface Limits {
  run<T>(deliveries: number, signal: AbortSignal, send: () => Promise<T>): Promise<T>;
}

export function createLimits({
  concurrency,
  perSecond,
}: {
  concurrency: number;
  perSecond?: number;
}): Limits {
  const gate: BulkheadPolicy = bulkhead(concurrency, Number.POSITIVE_INFINITY);
  let free = Date.now();
  return {
    run: (deliveries, signal, send) =>
      gate.execute(async () => {
        if (perSecond !== undefined) {
          const now = Date.now();
          const start = Math.max(now, free);
          free = start + (deliveries * 1000) / perSecond;
          await pause(start - now, signal);
        }
        return send();
      }),
  };
}

/** Waits, at most until the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
