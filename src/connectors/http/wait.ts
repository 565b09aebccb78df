import type { Wait } from '../connector.ts';
import type { Answer } from './call.ts';
import { quotaWaitMs, retryAfterMs } from './politeness.ts';

/** A server that does not say for how long is left alone for so many milliseconds. */
const UNSAID = 5_000;

/** One that says `Retry-After: 0` again and again is not asked in a loop. */
const LEAST = 100;

/** It refuses for now (429, 503 with Retry-After): it waits as long as it was told to, and no less than until its quota is renewed. */
export function askedToWait(status: number, answer: Answer, words: string): Wait | undefined {
  const now = Date.now();
  const after = retryAfterMs(answer.headers, now);
  if (status !== 429 && !(status === 503 && after !== undefined)) return undefined;
  const quota = quotaWaitMs(answer.headers, now);
  const told = after === undefined && quota === 0 ? undefined : Math.max(after ?? 0, quota);
  const wait = told === undefined ? 'it does not say for how long' : `retry after ${inSeconds(told)}`;
  return {
    retryAfterMs: told === undefined ? UNSAID : Math.max(told, LEAST),
    reason: `answered ${status}: ${wait}${words === '' || words === '{}' ? '' : ` (${words})`}`,
  };
}

/** What was taken was the last of the quota. */
export function quotaWait(answer: Answer): { wait?: Wait } {
  const retryAfterMs = quotaWaitMs(answer.headers, Date.now());
  if (retryAfterMs === 0) return {};
  return { wait: { retryAfterMs, reason: `quota used up, renewed after ${inSeconds(retryAfterMs)}` } };
}

function inSeconds(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1000)} s`;
}
