import { problem } from '../../vocabulary/problem.ts';
import type { DeliveryOutcome } from '../connector.ts';
import { wordsOf } from './connect.ts';

/** Reason codes of MQTT 5 (section 2.4) that say "later". */
const throttled = new Set([0x96, 0x97, 0x9f]);
const busy = new Set([0x88, 0x89, 0x8b, 0x9c, 0x9d]);

/** What a failed publish means. Without reason code the connection broke before the acknowledgement came. */
export function outcomeOfError(error: unknown): DeliveryOutcome {
  const { code } = error as { code?: unknown };
  const words = wordsOf(error);
  if (typeof code !== 'number' || code < 0x80) {
    return { outcome: 'unknown', problem: problem('outcome-unknown', 'send', words) };
  }
  const detail = `${words} (reason code 0x${code.toString(16)})`;
  if (throttled.has(code)) {
    return { outcome: 'throttled', problem: problem('target-throttled', 'send', detail), retryAfterMs: 5000 };
  }
  if (busy.has(code)) return { outcome: 'transient', problem: problem('target-unavailable', 'send', detail) };
  return { outcome: 'rejected', problem: problem('target-rejected', 'send', detail) };
}

export function unreachable(error: unknown): DeliveryOutcome {
  return { outcome: 'transient', problem: problem('target-unavailable', 'send', wordsOf(error)) };
}
