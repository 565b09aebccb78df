import type { MessageOutcome, SourceMessage } from '../connector.ts';

/** One request at the door, waiting for all its messages to be durable. */
export interface Visit {
  messages: SourceMessage[];
  /** By message, filled as batches become durable. */
  outcomes: MessageOutcome[];
  arrivedAt: number;
  answer(result: 'durable' | 'not-durable'): void;
}

interface Waiting {
  visit: Visit;
  index: number;
}

export interface PushQueue {
  /** False when it is full: nothing was taken. */
  offer(visit: Visit): boolean;
  /** The oldest messages, at most `most`; empty when none came within `patienceMs` or the signal fired. */
  take(most: number, patienceMs: number, signal: AbortSignal): Promise<Waiting[]>;
  /** True when messages wait that arrived with or before the ones just taken. */
  holdsRestOf(visit: Visit): boolean;
  /** Tells everybody who still waits that nothing was kept. */
  empty(): void;
}

export function createPushQueue(limit: number): PushQueue {
  let line: Waiting[] = [];
  let head = 0;
  let wake: (() => void) | undefined;

  const take = (most: number): Waiting[] => {
    const taken = line.slice(head, head + most);
    head += taken.length;
    if (head === line.length) {
      line = [];
      head = 0;
    } else if (head > 4096) {
      line = line.slice(head);
      head = 0;
    }
    return taken;
  };

  return {
    offer(visit) {
      if (line.length - head + visit.messages.length > limit) return false;
      for (let index = 0; index < visit.messages.length; index++) line.push({ visit, index });
      wake?.();
      return true;
    },
    async take(most, patienceMs, signal) {
      if (line.length === 0 && !signal.aborted) await arrival(patienceMs, signal, (woken) => (wake = woken));
      wake = undefined;
      return signal.aborted ? [] : take(most);
    },
    holdsRestOf: (visit) => line[head]?.visit === visit,
    empty() {
      const left = new Set(line.slice(head).map((waiting) => waiting.visit));
      line = [];
      head = 0;
      for (const visit of left) visit.answer('not-durable');
    },
  };
}

/** Ends at the first arrival, when patience is over or on abort. */
function arrival(
  patienceMs: number,
  signal: AbortSignal,
  onArrival: (wake: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, patienceMs);
    signal.addEventListener('abort', end);
    onArrival(end);
  });
}
