import type { Json } from '../../vocabulary/json.ts';
import { problem } from '../../vocabulary/problem.ts';
import type { DeliveryOutcome, Wait } from '../connector.ts';
import { declaredError, documentOf, wordsOf } from './answerWords.ts';
import { type Answer, type Call, isAnswer, type NoAnswer } from './call.ts';
import { textAt } from './valueAt.ts';
import { askedToWait, quotaWait } from './wait.ts';
import type { Write } from './writeSettings.ts';

/** What the answer to one call means for the delivery it carried. */
export function outcomeOf(result: Answer | NoAnswer, it: Call, write: Write): DeliveryOutcome {
  if (!isAnswer(result)) return unanswered(result, it);
  const document = documentOf(result);
  if (!isSuccess(result.status, write)) return failed(result.status, result, document, it, write);
  switch (declaredError(document, write.errorWhen)) {
    case undefined:
      return delivered(result, document, write);
    case 'transient':
      return unavailable(errorWords(result, document, it, write));
    case 'rejected':
      return rejected(errorWords(result, document, it, write));
    case 'unsaid':
      if (result.body.length === 0) return delivered(result, document, write);
      return unknown(
        `${named(it)} answered ${result.status} without "${write.errorWhen!.field}": ${wordsOf(document, result)}`,
      );
  }
}

function errorWords(answer: Answer, document: Json | undefined, it: Call, write: Write): string {
  return `${named(it)} answered ${answer.status} with an error: ${wordsOf(document, answer, write.errorWhen?.message)}`;
}

/** The failure class of a status that is no success, for a call or for one result of a bulk. */
export function failed(
  status: number,
  answer: Answer,
  document: Json | undefined,
  it: Call,
  { errorWhen }: Pick<Write, 'errorWhen'>,
): DeliveryOutcome {
  const words = wordsOf(document, answer, errorWhen?.message);
  const wait = askedToWait(status, answer, words);
  if (wait) return throttled(wait);
  const detail = `${named(it)} answered ${status}: ${words || 'no words'}`;
  const speaks = status >= 400 && status <= 500 && !unfitting.has(status);
  const declared = speaks ? declaredError(document, errorWhen) : undefined;
  if (declared === 'transient') return unavailable(detail);
  if (declared === 'rejected') return rejected(detail);
  return byStatus(status, detail);
}

/** Nothing was done, and the next try may go through: waited too long, locked, an earlier member of the bulk failed, too early. */
const passing = new Set([408, 423, 424, 425]);
/** What every message would meet alike: no login, licence, method or format; the network in between wants something first. */
const unfitting = new Set([401, 402, 405, 406, 407, 415, 426, 501, 505, 511, 526]);
/** It failed while it worked, or a gateway lost it behind itself: it may have acted. */
const doubtful = new Set([500, 502, 504, 520, 524]);

function byStatus(status: number, detail: string): DeliveryOutcome {
  if (unfitting.has(status) || (status >= 300 && status < 400)) return unfit(detail);
  if (doubtful.has(status)) return unknown(detail);
  return passing.has(status) || status >= 500 ? unavailable(detail) : rejected(detail);
}

/** Said of a call that is still under way from an earlier attempt, 409 is no refusal. */
export function conflictWithItself(outcome: DeliveryOutcome, answer: Answer | NoAnswer): DeliveryOutcome {
  const conflicts = isAnswer(answer) && answer.status === 409 && outcome.outcome === 'rejected';
  return conflicts ? unknown(outcome.problem.detail) : outcome;
}

export function isSuccess(status: number, write: Write): boolean {
  return write.success === undefined ? status >= 200 && status < 300 : write.success.includes(status);
}

export function rejected(detail: string): DeliveryOutcome {
  return { outcome: 'rejected', problem: problem('target-rejected', 'send', detail) };
}

export function throttled({ retryAfterMs, reason }: Wait): DeliveryOutcome {
  return { outcome: 'throttled', problem: problem('target-throttled', 'send', reason), retryAfterMs };
}

export function unavailable(detail: string): DeliveryOutcome {
  return { outcome: 'transient', problem: problem('target-unavailable', 'send', detail) };
}

export function unfit(detail: string): DeliveryOutcome {
  return { outcome: 'transient', problem: problem('target-unfit', 'send', detail) };
}

export function unknown(detail: string): DeliveryOutcome {
  return { outcome: 'unknown', problem: problem('outcome-unknown', 'send', detail) };
}

export function behind(key: string): DeliveryOutcome {
  const detail = `An earlier delivery of ${key} in the same send did not arrive.`;
  return { outcome: 'transient', problem: problem('waits-behind', 'send', detail) };
}

function unanswered(result: NoAnswer, it: Call): DeliveryOutcome {
  const detail = `${named(it)}: ${result.detail}`;
  return result.sent ? unknown(detail) : unavailable(detail);
}

function delivered(answer: Answer, document: Json | undefined, write: Write): DeliveryOutcome {
  const localKey =
    (write.localKey && textAt(document, write.localKey)) ?? keyInLocation(answer.headers.location);
  const version = answer.headers.etag;
  return {
    outcome: 'delivered',
    ...(localKey === undefined || localKey === '' ? {} : { localKey }),
    ...(version === undefined ? {} : { version }),
    ...quotaWait(answer),
  };
}

/** `/odata/Products('4711')` and `/products/4711` both name 4711. */
function keyInLocation(location: string | undefined): string | undefined {
  const segment = location
    ?.replace(/[?#].*$/s, '')
    .split('/')
    .filter(Boolean)
    .at(-1);
  if (segment === undefined) return undefined;
  const quoted = /\(\s*'(.*)'\s*\)$/.exec(segment)?.[1];
  const bare = /\(\s*([^'=]+?)\s*\)$/.exec(segment)?.[1];
  try {
    return decodeURIComponent(quoted?.replaceAll("''", "'") ?? bare ?? segment);
  } catch {
    return undefined;
  }
}

/** Method and address without the query, which may hold what is secret. */
export function named(it: Call): string {
  return `${it.method} ${it.url.origin}${it.url.pathname}`;
}
