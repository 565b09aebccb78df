import { problem } from '../../vocabulary/problem.ts';
import type { Delivery, DeliveryOutcome } from '../connector.ts';
import { below, fillPath } from './addresses.ts';
import { type Answer, type Call, isAnswer } from './call.ts';
import type { Client } from './client.ts';
import type { Encoder } from './encode.ts';
import { conflictWithItself, outcomeOf } from './outcome.ts';
import type { UnderWay } from './underWay.ts';
import type { Write } from './writeSettings.ts';

/** One delivery in one call: made with `create` while the target has no key for it, else written to its own address. */
export async function sendOne(
  client: Client,
  write: Write,
  encoder: Encoder,
  delivery: Delivery,
  underWay: UnderWay,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const creates = write.create !== undefined && delivery.localKey === undefined;
  const it = callFor(client, write, encoder, delivery, creates);
  if ('outcome' in it) return it;
  const matches = write.ifMatch === true && !creates && it.method !== 'POST';
  const outcome = matches
    ? await ifMatching(client, write, it, signal)
    : await plainly(client, write, it, underWay.has(delivery.id), signal);
  underWay.note(delivery.id, [outcome]);
  return outcome;
}

async function plainly(
  client: Client,
  write: Write,
  it: Call,
  isUnderWay: boolean,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const answer = await client.send(it, signal);
  if (isAnswer(answer) && answer.status === 428) return ifMatching(client, write, it, signal);
  const outcome = outcomeOf(answer, it, write);
  return isUnderWay ? conflictWithItself(outcome, answer) : outcome;
}

function callFor(
  client: Client,
  write: Write,
  encoder: Encoder,
  delivery: Delivery,
  creates: boolean,
): Call | DeliveryOutcome {
  const template = creates ? write.create!.path : write.path;
  const path = fillPath(template, delivery.document, {
    localKey: delivery.localKey,
    key: delivery.key,
    subject: delivery.subject,
    entity: delivery.entity,
  });
  if (typeof path !== 'string') return pathless(path, delivery);
  const body = encoder.encode([delivery.document], 'one');
  return {
    method: (creates ? write.create!.method : write.method) ?? (creates ? 'POST' : 'PUT'),
    url: below(client.base, path),
    headers: {
      'content-type': encoder.contentType,
      [(write.idempotencyHeader ?? 'Idempotency-Key').toLowerCase()]: delivery.id,
    },
    body,
  };
}

function pathless(wrong: { field: string; detail: string }, delivery: Delivery): DeliveryOutcome {
  const unknownKey = wrong.field === 'localKey' && delivery.localKey === undefined;
  const p = unknownKey
    ? problem('reference-unknown', 'send', `The target has no key of its own yet for ${delivery.subject}.`, {
        field: 'localKey',
        advice: 'Declare `create` in the interface, or cross-reference the key.',
      })
    : problem('key-invalid', 'send', `The address cannot be made: ${wrong.detail}.`, { field: wrong.field });
  return { outcome: 'rejected', problem: p };
}

/**
 * Writes only onto the state just read. Somebody who changed it in between (412) is read anew once: the hub's word
 * stands against the newest state, never against one that nobody looked at.
 */
async function ifMatching(
  client: Client,
  write: Write,
  it: Call,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  for (let attempt = 1; ; attempt++) {
    const read = await client.get(it.url, {}, signal);
    const failure = unread(read, it, write);
    if (failure !== undefined) return failure;
    const etag = (read as Answer).headers.etag;
    const answer = await client.send(etag === undefined ? it : matching(it, etag), signal);
    if (!isAnswer(answer) || answer.status !== 412 || attempt === 2)
      return raced(outcomeOf(answer, it, write), answer);
  }
}

function matching(it: Call, etag: string): Call {
  return { ...it, headers: { ...it.headers, 'if-match': etag } };
}

/** A read that failed has no effect, so it is never "unknown". */
function unread(
  read: Awaited<ReturnType<Client['get']>>,
  it: Call,
  write: Write,
): DeliveryOutcome | undefined {
  const reading = { ...it, method: 'GET' };
  if (!isAnswer(read)) return outcomeOf({ ...read, sent: false }, reading, write);
  return read.status >= 200 && read.status < 300 ? undefined : outcomeOf(read, reading, { path: write.path });
}

/** Two races in a row are bad luck, not a refusal: another try may win. */
function raced(outcome: DeliveryOutcome, answer: Awaited<ReturnType<Client['send']>>): DeliveryOutcome {
  if (outcome.outcome !== 'rejected' || !isAnswer(answer) || answer.status !== 412) return outcome;
  return { outcome: 'transient', problem: problem('target-unavailable', 'send', outcome.problem.detail) };
}
