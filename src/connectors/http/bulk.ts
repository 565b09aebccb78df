import { createHash } from 'node:crypto';
import type { Json } from '../../vocabulary/json.ts';
import type { Delivery, DeliveryOutcome } from '../connector.ts';
import { below, fillPath } from './addresses.ts';
import { documentOf, wordsOf } from './answerWords.ts';
import { type Answer, type Call, isAnswer, type NoAnswer } from './call.ts';
import type { Client } from './client.ts';
import type { Encoder } from './encode.ts';
import {
  conflictWithItself,
  failed,
  isSuccess,
  outcomeOf,
  rejected,
  unavailable,
  unknown,
} from './outcome.ts';
import type { UnderWay } from './underWay.ts';
import { textAt, valueAt } from './valueAt.ts';
import { quotaWait } from './wait.ts';
import type { Bulk, Write } from './writeSettings.ts';

/**
 * Several deliveries in one call, no two of the same key. A call that the target refuses as a whole is halved, and its halves too, so that
 * the one it really refuses is found and the others arrive; what arrived is not sent again.
 */
export async function sendBulk(
  client: Client,
  write: Write & { bulk: Bulk },
  encoder: Encoder,
  deliveries: readonly Delivery[],
  underWay: UnderWay,
  signal: AbortSignal,
): Promise<DeliveryOutcome[]> {
  const idempotencyKey = keyOf(deliveries);
  const it = callFor(client, write, encoder, deliveries, idempotencyKey);
  if ('outcome' in it) return deliveries.map(() => it);
  const answer = await client.send(it, signal);
  const told = outcomesOf(answer, it, write, deliveries.length);
  const outcomes = underWay.has(idempotencyKey)
    ? told.outcomes.map((one) => conflictWithItself(one, answer))
    : told.outcomes;
  underWay.note(idempotencyKey, outcomes);
  const refused = told.for === 'all' && outcomes[0]?.outcome === 'rejected';
  if (deliveries.length === 1 || !refused) return outcomes;
  const half = deliveries.length >> 1;
  const first = await sendBulk(client, write, encoder, deliveries.slice(0, half), underWay, signal);
  return [...first, ...(await sendBulk(client, write, encoder, deliveries.slice(half), underWay, signal))];
}

/** The same whenever the same deliveries go together. */
function keyOf(deliveries: readonly Delivery[]): string {
  const ids = deliveries.map((delivery) => delivery.id);
  return ids.length === 1 ? ids[0]! : createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 40);
}

function callFor(
  client: Client,
  write: Write & { bulk: Bulk },
  encoder: Encoder,
  deliveries: readonly Delivery[],
  idempotencyKey: string,
): Call | DeliveryOutcome {
  const { bulk } = write;
  const path = fillPath(bulk.path ?? write.path, {}, {});
  if (typeof path !== 'string') return rejected(`The path of a bulk takes no fields: ${path.detail}.`);
  const documents = deliveries.map((delivery) => delivery.document);
  return {
    method: bulk.method ?? 'POST',
    url: below(client.base, path),
    headers: {
      'content-type': encoder.contentType,
      [(write.idempotencyHeader ?? 'Idempotency-Key').toLowerCase()]: idempotencyKey,
    },
    body: encoder.encode(documents, 'list', bulk.items),
  };
}

function outcomesOf(
  answer: Answer | NoAnswer,
  it: Call,
  write: Write & { bulk: Bulk },
  count: number,
): { for: 'each' | 'all'; outcomes: DeliveryOutcome[] } {
  const results = isAnswer(answer) ? resultsIn(answer, write.bulk) : undefined;
  if (results?.length === count) {
    const outcomes = results.map((result) => itemOutcome(result, answer as Answer, it, write));
    return { for: 'each', outcomes };
  }
  const whole = outcomeOf(answer, it, { ...write, localKey: undefined } as Write);
  const all = (outcome: DeliveryOutcome) => ({ for: 'all' as const, outcomes: Array(count).fill(outcome) });
  if (whole.outcome !== 'delivered') return all(whole);
  if (write.bulk.results === undefined) return all({ outcome: 'delivered', ...quotaWait(answer as Answer) });
  const found = results === undefined ? 'no results' : `${results.length} results`;
  return all(unknown(`The target answered a bulk of ${count} with ${found} at "${write.bulk.results}".`));
}

function resultsIn(answer: Answer, bulk: Bulk): Json[] | undefined {
  const found = bulk.results === undefined ? undefined : valueAt(documentOf(answer), bulk.results);
  return Array.isArray(found) ? found : undefined;
}

const good: Json[] = [true, 'ok', 'success', 'created', 'updated'];

/** Each result speaks for itself, whatever the status of the whole answer is. */
function itemOutcome(result: Json, answer: Answer, it: Call, write: Write & { bulk: Bulk }): DeliveryOutcome {
  const { bulk } = write;
  const status = valueAt(result, bulk.status ?? 'status');
  const code =
    typeof status === 'number' ? status : /^[1-5][0-9]{2}$/.test(String(status)) ? Number(status) : undefined;
  const said = typeof status === 'string' ? status.toLowerCase() : (status ?? null);
  const done =
    bulk.succeeded?.includes(status) ?? (code === undefined ? good.includes(said) : isSuccess(code, write));
  if (done) {
    const localKey = write.localKey === undefined ? undefined : textAt(result, write.localKey);
    return { outcome: 'delivered', ...(localKey !== undefined && { localKey }), ...quotaWait(answer) };
  }
  if (code !== undefined && code >= 400)
    return failed(code, { ...answer, body: Buffer.alloc(0) }, result, it, write);
  const detail = `The target did not take it (${String(said)}): ${wordsOf(result, undefined, bulk.message)}`;
  return isSuccess(answer.status, write) || answer.status < 500 ? rejected(detail) : unavailable(detail);
}
