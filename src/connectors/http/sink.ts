import type { Problem } from '../../vocabulary/problem.ts';
import type { Delivery, DeliveryOutcome, Sink } from '../connector.ts';
import { sendBulk } from './bulk.ts';
import type { Client } from './client.ts';
import type { Encoder } from './encode.ts';
import { openLookup } from './lookup.ts';
import { behind, throttled, unavailable } from './outcome.ts';
import { sendOne } from './single.ts';
import { createUnderWay } from './underWay.ts';
import type { Write } from './writeSettings.ts';

/** Sends some deliveries of different keys in one call and answers with one outcome each. */
type Send = (deliveries: readonly Delivery[]) => Promise<DeliveryOutcome[]>;

export function openSink(client: Client, write: Write, encoder: Encoder): Sink {
  const concurrency = write.concurrency ?? 8;
  const { bulk } = write;
  const size = bulk?.size ?? 1;
  const underWay = createUnderWay();
  const { lookup } = write;
  return {
    ...(lookup && { ask: openLookup(client, { ...write, lookup }) }),
    bulk: Math.max(write.batch ?? (bulk === undefined ? 64 : size * concurrency), size),
    send(deliveries, signal) {
      const send: Send =
        bulk === undefined
          ? async ([delivery]) => [await sendOne(client, write, encoder, delivery!, underWay, signal)]
          : (part) => sendBulk(client, { ...write, bulk }, encoder, part, underWay, signal);
      return sendInOrder(deliveries, { size, concurrency, send, signal });
    },
  };
}

interface Way {
  size: number;
  concurrency: number;
  send: Send;
  signal: AbortSignal;
}

/**
 * Different keys go side by side, one key in its order: a call takes at most one delivery of a key, and the next of
 * that key follows when it has arrived. Where one did not arrive, those behind it in this send stay back. When the
 * target is gone or asks to slow down, nothing more is sent.
 */
async function sendInOrder(deliveries: readonly Delivery[], way: Way): Promise<DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = new Array(deliveries.length);
  const all = [...deliveries];
  const lines = [...linesByKey(deliveries).values()];
  let held: DeliveryOutcome | undefined;
  let silent = 0;

  const settle = (line: number[], outcome: DeliveryOutcome): boolean => {
    const sent = line.shift()!;
    outcomes[sent] = outcome;
    held ??= holdsAll(outcome, way.signal);
    if (outcome.outcome === 'delivered') {
      for (const index of line) all[index] = underKeyGiven(all[index]!, all[sent]!, outcome.localKey);
      return line.length > 0;
    }
    for (const index of line) outcomes[index] = behind(all[index]!.key);
    return false;
  };
  const worker = async () => {
    while (lines.length > 0) {
      const part = lines.splice(0, way.size);
      if (held !== undefined) {
        for (const line of part) settle(line, held);
        continue;
      }
      const results = await way.send(part.map((line) => all[line[0]!]!));
      // One call without an answer may be its own fault; at the second in a row the target does not answer.
      silent = results.every(isSilence) ? silent + 1 : 0;
      if (silent > 1) held ??= unsent(results[0]!);
      lines.push(...part.filter((line, position) => settle(line, results[position]!)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(way.concurrency, lines.length) }, worker));
  return outcomes;
}

/** What the target has just made is not made again: the next delivery of the same thing goes to the key it was given. */
function underKeyGiven(next: Delivery, sent: Delivery, localKey: string | undefined): Delivery {
  const isSame = next.subject === sent.subject && next.entity === sent.entity;
  return isSame && next.localKey === undefined && localKey !== undefined ? { ...next, localKey } : next;
}

function linesByKey(deliveries: readonly Delivery[]): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const [index, { key }] of deliveries.entries()) {
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [index]);
    else line.push(index);
  }
  return lines;
}

/** What one outcome says of all others: a target that cannot be reached or is throttling needs no more calls. */
function holdsAll(outcome: DeliveryOutcome, signal: AbortSignal): DeliveryOutcome | undefined {
  if (outcome.outcome === 'throttled') return outcome;
  // What was taken was the last of the quota: the rest of the send would be refused.
  if (outcome.outcome === 'delivered') return outcome.wait && throttled(outcome.wait);
  const gone = outcome.outcome === 'transient' && isUnreachable(outcome.problem);
  return gone || (signal.aborted && outcome.outcome !== 'rejected') ? unsent(outcome) : undefined;
}

/** What was not sent for the reason that another got no answer cannot have had an effect. */
function unsent(outcome: DeliveryOutcome): DeliveryOutcome {
  if (outcome.outcome === 'delivered') return outcome;
  const { detail } = outcome.problem;
  return outcome.outcome === 'unknown'
    ? unavailable(detail)
    : { outcome: 'transient', problem: outcome.problem };
}

function isSilence(outcome: DeliveryOutcome): boolean {
  return outcome.outcome === 'unknown' && /no answer within/.test(outcome.problem.detail);
}

/** Nobody is there, or the hub is not let in: no call will fare better. */
function isUnreachable({ code, detail }: Problem): boolean {
  if (code === 'target-unfit' && / answered (401|407)/.test(detail)) return true;
  return /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/.test(detail);
}
