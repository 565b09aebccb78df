import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError, problem } from '../../vocabulary/problem.ts';
import type { Log } from '../connector.ts';
import { documentOf, wordsOf } from './answerWords.ts';
import { type Answer, isAnswer } from './call.ts';
import type { Client } from './client.ts';
import { quotaWaitMs, retryAfterMs } from './politeness.ts';

const unasked = 5_000;

/** Reads one address at the pace the server asks for. */
export interface PoliteReader {
  /**
   * An answer of 2xx or of a status in `also`. Waits while the server says so (429, 503 with Retry-After) and
   * before the call while its quota is used up. Throws a ProblemError for everything else.
   */
  get(
    url: URL,
    headers: Record<string, string>,
    also: readonly number[],
    signal: AbortSignal,
  ): Promise<Answer>;
}

export function createPoliteReader(client: Client, log: Log): PoliteReader {
  // Of the clock that never jumps.
  let notBefore = 0;
  return {
    async get(url, headers, also, signal) {
      for (;;) {
        await pause(notBefore - performance.now(), signal);
        const answer = await client.get(url, headers, signal);
        signal.throwIfAborted();
        if (!isAnswer(answer)) throw unavailable(url, answer.detail);
        const now = Date.now();
        const quota = quotaWaitMs(answer.headers, now);
        notBefore = performance.now() + quota;
        const told = retryAfterMs(answer.headers, now);
        if (answer.status !== 429 && !(answer.status === 503 && told !== undefined))
          return accepted(url, answer, also);
        const waitMs = Math.max(told ?? unasked, quota);
        log.warn({ waitMs, status: answer.status }, `${url.origin} asks to slow down`);
        notBefore = performance.now() + waitMs;
      }
    },
  };
}

/** Rejects with the reason of the signal when it fires. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal });
  else signal.throwIfAborted();
}

function accepted(url: URL, answer: Answer, also: readonly number[]): Answer {
  const { status } = answer;
  if (also.includes(status)) return answer;
  if (status < 200 || status >= 300) {
    const words = wordsOf(documentOf(answer), answer);
    if (status >= 500 || status === 408) throw unavailable(url, `it answered ${status}: ${words}`);
    throw new ProblemError(
      problem('target-rejected', 'receive', `${shown(url)} answered ${status}: ${words}`),
    );
  }
  if (!answer.cut) return answer;
  const detail = `A page of ${shown(url)} is larger than the limit of ${answer.body.length} bytes.`;
  const advice = 'Ask for smaller pages, or raise `responseLimit` of the connection.';
  throw new ProblemError(problem('body-too-large', 'receive', detail, { advice }));
}

function unavailable(url: URL, detail: string): ProblemError {
  return new ProblemError(problem('target-unavailable', 'receive', `${shown(url)}: ${detail}`));
}

function shown(url: URL): string {
  return `GET ${url.origin}${url.pathname}`;
}
