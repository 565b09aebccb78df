import type { DeliveryOutcome } from '../connectors/connector.ts';
import type { Met } from '../delivery/gate.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { Leaving } from './leaving.ts';

/** From `at` on nothing is decided: the gate closed, or, with a problem, nobody answered. */
export interface Halt {
  at: Leaving;
  problem?: Problem;
}

/**
 * A bulk that ends in failures which are no message's fault met a target that went away, or that asks to wait: the round stops there, in
 * order. A failure with successes after it is that message's own, and so is what stands behind a refusal of its key.
 */
export function findHalt(bulk: readonly Leaving[]): (Halt & { met: Met }) | undefined {
  const refused = new Set<string>();
  let answered = -1;
  for (const [i, { delivery, outcome }] of bulk.entries()) {
    if (outcome!.outcome === 'rejected') refused.add(delivery!.key);
    if (outcome!.outcome === 'delivered' || refused.has(delivery!.key)) answered = i;
  }
  const at = bulk[answered + 1];
  if (!at) return undefined;
  const failed = bulk
    .slice(answered + 1)
    .map((l) => l.outcome as Exclude<DeliveryOutcome, { outcome: 'delivered' }>);
  const { problem: found } = failed[0]!;
  if (failed.some((outcome) => outcome.outcome === 'throttled')) return { at, met: { met: 'answer' } };
  // A target that refuses whatever this interface sends is there all the same: only this interface waits.
  if (found.code === 'target-unfit') return { at, problem: found, met: { met: 'answer' } };
  return {
    at,
    problem: found,
    met: answered === -1 ? { met: 'absence', problem: found } : { met: 'answer' },
  };
}

/** The longest wait that the target asked for, be it that it refused, or that its quota ended with what it took. */
export function askedToWait(bulk: readonly Leaving[]): Met | undefined {
  let longest: Extract<Met, { met: 'limit' }> | undefined;
  for (const { outcome } of bulk) {
    const asked = waitOf(outcome!);
    if (asked && asked.retryAfterMs > (longest?.retryAfterMs ?? 0)) longest = { met: 'limit', ...asked };
  }
  return longest;
}

function waitOf(outcome: DeliveryOutcome): { retryAfterMs: number; reason: string } | undefined {
  if (outcome.outcome === 'throttled')
    return { retryAfterMs: outcome.retryAfterMs, reason: outcome.problem.detail };
  return outcome.outcome === 'delivered' ? outcome.wait : undefined;
}
