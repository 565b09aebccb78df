import { problem } from '../../vocabulary/problem.ts';
import type { DeliveryOutcome } from '../connector.ts';
import { wordsOf } from './connect.ts';

/** Reason codes of MQTT 5 (section 2.4) that say "later". */
const throttled = new Set([0x96, 0x97, 0x9f]);
/** Away, busy, shutting down, another connection of the same name, a packet id still in use. */
const passing = new Set([0x88, 0x89, 0x8b, 0x8e, 0x91, 0x93, 0x98, 0x9c, 0x9d]);
/** Not let in, as things are set up; below 0x80 the codes of MQTT 3.1.1. */
const notLetIn = new Set([1, 2, 4, 5, 0x84, 0x85, 0x86, 0x87, 0x8a, 0x8c, 0x9a, 0x9b]);

/**
 * What a failed publish means. Without reason code the connection broke before the acknowledgement came. `topic` as in the settings: where
 * no field of the document is in it, a topic that is not allowed is so for every message.
 */
export function outcomeOfError(error: unknown, topic: string): DeliveryOutcome {
  const { code } = error as { code?: unknown };
  const words = wordsOf(error);
  if (typeof code !== 'number' || code < 0x80)
    return { outcome: 'unknown', problem: problem('outcome-unknown', 'send', words) };
  const detail = `${words} (reason code 0x${code.toString(16)})`;
  if (throttled.has(code)) return askedToWait(detail);
  if (passing.has(code)) return unavailable(detail);
  return notLetIn.has(code) && !topic.includes('{') ? unfit(detail) : rejected(detail);
}

/** The broker could not be reached, or did not let the hub in: nothing was published. */
export function unreachable(error: unknown): DeliveryOutcome {
  const { code } = ((error as Error).cause ?? error) as { code?: unknown };
  const words = wordsOf(error);
  if (typeof code !== 'number') return unavailable(words);
  if (throttled.has(code)) return askedToWait(words);
  return notLetIn.has(code) ? unfit(words) : unavailable(words);
}

export function rejected(detail: string): DeliveryOutcome {
  return { outcome: 'rejected', problem: problem('target-rejected', 'send', detail) };
}

export function behind(key: string): DeliveryOutcome {
  const detail = `An earlier delivery of ${key} in the same send did not arrive.`;
  return { outcome: 'transient', problem: problem('waits-behind', 'send', detail) };
}

function askedToWait(detail: string): DeliveryOutcome {
  return { outcome: 'throttled', problem: problem('target-throttled', 'send', detail), retryAfterMs: 5000 };
}

function unavailable(detail: string): DeliveryOutcome {
  return { outcome: 'transient', problem: problem('target-unavailable', 'send', detail) };
}

function unfit(detail: string): DeliveryOutcome {
  return { outcome: 'transient', problem: problem('target-unfit', 'send', detail) };
}
