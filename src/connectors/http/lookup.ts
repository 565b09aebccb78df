import type { Json } from '../../vocabulary/json.ts';
import { problem } from '../../vocabulary/problem.ts';
import type { Delivery, DeliveryOutcome, Sink } from '../connector.ts';
import { below, fillPath } from './addresses.ts';
import { documentOf } from './answerWords.ts';
import { type Answer, isAnswer, type NoAnswer } from './call.ts';
import type { Client } from './client.ts';
import { failed, named, rejected, unknown } from './outcome.ts';
import { textAt, valueAt } from './valueAt.ts';
import type { Lookup, Write } from './writeSettings.ts';

type Found = DeliveryOutcome | 'not delivered';

/** Asks with GET whether the target has a delivery; several at once, and no more once it does not answer. */
export function openLookup(client: Client, write: Write & { lookup: Lookup }): NonNullable<Sink['ask']> {
  return async (deliveries, signal) => {
    const found: Found[] = new Array(deliveries.length);
    const next = deliveries.entries();
    let silence: DeliveryOutcome | undefined;
    const worker = async () => {
      for (const [i, delivery] of next) {
        found[i] = silence ?? (await look(client, write, delivery, signal));
        const answer = found[i];
        if (answer !== 'not delivered' && answer.outcome !== 'delivered' && answer.outcome !== 'rejected')
          silence = answer;
      }
    };
    await Promise.all(Array.from({ length: Math.min(write.concurrency ?? 8, deliveries.length) }, worker));
    return found;
  };
}

async function look(
  client: Client,
  { lookup }: Write & { lookup: Lookup },
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Found> {
  const { id, key, subject, entity, localKey } = delivery;
  const path = fillPath(lookup.path, delivery.document, { id, key, subject, entity, localKey });
  if (typeof path !== 'string') return rejected(`It cannot be looked up: ${path.detail}.`);
  const it = { method: 'GET', url: below(client.base, path), headers: {} };
  const answer = await client.get(it.url, {}, signal);
  if (!isAnswer(answer)) return untold(answer, named(it));
  const document = documentOf(answer);
  if (answer.status === 404 || answer.status === 410) return 'not delivered';
  if (answer.status >= 200 && answer.status < 300) return told(answer, document, lookup, named(it));
  const failure = failed(answer.status, answer, document, it, {});
  return failure.outcome === 'rejected' ? unknown(failure.problem.detail) : failure;
}

function untold(answer: NoAnswer, name: string): DeliveryOutcome {
  const detail = `Whether it has an earlier attempt the target does not say. ${name}: ${answer.detail}`;
  return { outcome: 'transient', problem: problem('target-unavailable', 'send', detail) };
}

function told(answer: Answer, document: Json | undefined, lookup: Lookup, name: string): Found {
  if (answer.cut) return unknown(`${name} gave more than the hub reads.`);
  if (lookup.found !== undefined && !says(valueAt(document, lookup.found))) return 'not delivered';
  const localKey = lookup.localKey === undefined ? undefined : textAt(document, lookup.localKey);
  const version = answer.headers.etag;
  return {
    outcome: 'delivered',
    detail: 'it was there already',
    ...(localKey === undefined || localKey === '' ? {} : { localKey }),
    ...(version === undefined ? {} : { version }),
  };
}

function says(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}
