import { PRIORITIES, type Priority } from '../vocabulary/priority.ts';
import { createFairQueue, type InLine } from './fairQueue.ts';

/** What a send asks for. */
export interface Turn {
  /** `<system>/<interface>`. */
  interface: string;
  priority: Priority;
  deliveries: number;
  /** Gives up waiting then, by `performance.now()`. */
  until: number;
  signal: AbortSignal;
}

/** What may be sent, besides how many sends go at once. */
export interface Budget {
  /** How many of those wanted may go now, and takes them; 0: `ask` first. */
  take(wanted: number): number;
  /** Resolves when it is worth while to take again. */
  ask(wanted: number): Promise<void>;
}

/** Turns to send to one system, shared out among its target interfaces of this process. */
export interface Turns {
  /** How many deliveries may go now; 0: the time is over, or all were sent away. `done` ends a turn that was given. */
  next(turn: Turn): Promise<number>;
  done(): void;
  /** Sends away all who wait. */
  sendAway(): void;
}

interface Waiting extends InLine {
  deliveries: number;
  settle(granted: number): void;
  fail(error: unknown): void;
}

export function createTurns(concurrency: number, budget: Budget): Turns {
  const queue = createFairQueue<Waiting>();
  let running = 0;
  let asking = false;

  const give = () => {
    while (running < concurrency && !asking) {
      const first = queue.first();
      if (!first) return;
      const granted = budget.take(first.deliveries);
      if (granted === 0) return void ask(first);
      queue.serve(first, granted);
      running++;
      first.settle(granted);
    }
  };
  const ask = async (first: Waiting) => {
    asking = true;
    try {
      await budget.ask(first.deliveries);
    } catch (error) {
      queue.leave(first);
      first.fail(error);
    }
    asking = false;
    give();
  };
  const sendAway = (waiting: Waiting) => {
    queue.leave(waiting);
    waiting.settle(0);
  };
  return {
    next: async (turn) => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const { interface: of, deliveries, priority } = turn;
      const waiting = { of, weight: PRIORITIES[priority], deliveries, settle: resolve, fail: reject };
      queue.add(waiting);
      give();
      if (!queue.has(waiting)) return promise;
      return untilOver(turn, promise, () => sendAway(waiting));
    },
    done: () => {
      running--;
      // Who has just sent asks for its next turn at once: it shall be in the queue when the next is chosen.
      setImmediate(give);
    },
    sendAway: () => queue.all().forEach(sendAway),
  };
}

/** Calls `giveUp` when the time of the turn is over, or its signal aborts, before what it waits for is there. */
async function untilOver<T>({ until, signal }: Turn, waited: Promise<T>, giveUp: () => void): Promise<T> {
  const timer = setTimeout(giveUp, Math.max(0, until - performance.now()));
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    return await waited;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}
