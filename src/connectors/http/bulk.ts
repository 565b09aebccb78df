import { createHash } from 'node:crypto';
import type { Json } from '../../vocabulary/json.ts';
import type { Delivery, DeliveryOutcome } from '../connector.ts';
import { below, fillPath } from './addresses.ts';
import { documentOf, wordsOf } from './answerWords.ts';
import { type Answer, type Call, isAnswer } from './call.ts';
import type { Client } from './client.ts';
import type { Encoder } from './encode.ts';
import { failed, isSuccess, outcomeOf, quotaWait, rejected, unavailable, unknown } from './outcome.ts';
import { textAt, valueAt } from './valueAt.ts';
import type { Bulk, Write } from './writeSettings.ts';

/**
 * Several deliveries in one call, no two of the same key. When the target refuses the call as a whole, each goes on its
 * own, so that the one it really refuses is found and the others arrive.
 */
export async function sendBulk(
  client: Client,
  write: Write & { bulk: Bulk },
  encoder: Encoder,
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): Promise<DeliveryOutcome[]> {
  const it = callFor(client, write, encoder, deliveries);
  if ('outcome' in it) return deliveries.map(() => it);
  const answer = await client.send(it, signal);
  const outcomes = outcomesOf(answer, it, write, deliveries.length);
  if (deliveries.length === 1 || !refusedAsWhole(answer, outcomes)) return outcomes;
  const apart: DeliveryOutcome[] = [];
  for (const delivery of deliveries)
    apart.push(...(await sendBulk(client, write, encoder, [delivery], signal)));
  return apart;
}

function callFor(
  client: Client,
  write: Write & { bulk: Bulk },
  encoder: Encoder,
  deliveries: readonly Delivery[],
): Call | DeliveryOutcome {
  const { bulk } = write;
  const path = fillPath(bulk.path ?? write.path, {}, {});
  if (typeof path !== 'string') return rejected(`The path of a bulk takes no fields: ${path.detail}.`);
  const documents = deliveries.map((delivery) => delivery.document);
  const ids = deliveries.map((delivery) => delivery.id);
  return {
    method: bulk.method ?? 'POST',
    url: below(client.base, path),
    headers: {
      'content-type': encoder.contentType,
      [(write.idempotencyHeader ?? 'Idempotency-Key').toLowerCase()]:
        ids.length === 1 ? ids[0]! : createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 40),
    },
    body: encoder.encode(documents, 'list', bulk.items),
  };
}

function refusedAsWhole(answer: Awaited<ReturnType<Client['send']>>, outcomes: DeliveryOutcome[]): boolean {
  if (!isAnswer(answer) || answer.status === 401 || answer.status === 403) return false;
  return answer.status >= 400 && outcomes.every((outcome) => outcome.outcome === 'rejected');
}

function outcomesOf(
  answer: Awaited<ReturnType<Client['send']>>,
  it: Call,
  write: Write & { bulk: Bulk },
  count: number,
): DeliveryOutcome[] {
  const whole = outcomeOf(answer, it, { ...write, localKey: undefined } as Write);
  const results = isAnswer(answer) ? resultsIn(answer, write.bulk) : undefined;
  if (results?.length === count)
    return results.map((result) => itemOutcome(result, answer as Answer, it, write));
  if (whole.outcome !== 'delivered') return Array(count).fill(whole);
  if (write.bulk.results === undefined)
    return Array(count).fill({ outcome: 'delivered', ...quotaWait(answer as Answer) });
  const found = results === undefined ? 'no results' : `${results.length} results`;
  return Array(count).fill(
    unknown(`The target answered a bulk of ${count} with ${found} at "${write.bulk.results}".`),
  );
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
    return failed(code, { ...answer, body: Buffer.alloc(0) }, result, it);
  const detail = `The target did not take it (${String(said)}): ${wordsOf(result, undefined, bulk.message)}`;
  return isSuccess(answer.status, write) || answer.status < 500 ? rejected(detail) : unavailable(detail);
}
