import type { DeliveryOutcome } from '../connector.ts';

/**
 * Calls that got no answer, by idempotency key. The target may still be working on one when it comes again, and says 409 then: a conflict
 * with itself, not a refusal (IETF Idempotency-Key header, section 2.6).
 */
export interface UnderWay {
  has(idempotencyKey: string): boolean;
  note(idempotencyKey: string, outcomes: readonly DeliveryOutcome[]): void;
}

/** Longer than its own pauses between attempts add up to no target works on a call. */
const patience = 5;

export function createUnderWay(): UnderWay {
  const unanswered = new Map<string, number>();
  return {
    has: (key) => (unanswered.get(key) ?? 0) % (patience + 1) > 0,
    note: (key, outcomes) => {
      if (outcomes.every(({ outcome }) => outcome === 'unknown'))
        unanswered.set(key, (unanswered.get(key) ?? 0) + 1);
      else unanswered.delete(key);
    },
  };
}
