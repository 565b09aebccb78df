import { ExponentialBackoff, type IBackoff, type IBackoffFactory } from 'cockatiel';

export interface Backoff {
  /** Milliseconds to wait before the next attempt; longer each time, with jitter. */
  next(): number;
  /** After a success. */
  reset(): void;
}

const FACTORY: IBackoffFactory<unknown> = new ExponentialBackoff({ initialDelay: 200, maxDelay: 30_000 });

export function createBackoff(): Backoff {
  let step: IBackoff<unknown> | undefined;
  return {
    next: () => {
      step = step ? step.next({}) : FACTORY.next({});
      return step.duration;
    },
    reset: () => {
      step = undefined;
    },
  };
}

/** Milliseconds until a single message that failed while others went through is tried again. */
export function retryIn(attempts: number): number {
  return Math.min(300_000, 500 * 2 ** attempts) * (0.75 + Math.random() / 2);
}

/** Attempts of a single message before a person is asked. */
export const MAX_ATTEMPTS = 8;
