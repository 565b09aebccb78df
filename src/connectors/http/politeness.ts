import type { IncomingHttpHeaders } from 'node:http';

/** What asks for longer is asked again then: a server that errs by a unit must not be left alone for years. */
const longest = 24 * 60 * 60_000;
const prefixes = ['x-ratelimit', 'ratelimit', 'x-rate-limit', 'x-quota'];

/** Retry-After in milliseconds: seconds, or a date, which is compared with the server's own clock when it tells it. */
export function retryAfterMs(headers: IncomingHttpHeaders, now: number): number | undefined {
  const told = headers['retry-after'];
  if (told === undefined) return undefined;
  if (/^[0-9]+$/.test(told.trim())) return Math.min(Number(told) * 1000, longest);
  const until = Date.parse(told);
  return Number.isNaN(until) ? undefined : bounded(until - (serverTime(headers) ?? now));
}

/**
 * How long to wait before the next call because the quota is used up, else 0: `X-RateLimit-Remaining`/`-Reset`
 * (seconds, or Unix time), the same under `X-Quota-` and `X-Rate-Limit-`, and the IETF draft's `RateLimit: limit=.., remaining=0, reset=30` or `"p";r=0;t=30`.
 */
export function quotaWaitMs(headers: IncomingHttpHeaders, now: number): number {
  const { remaining, reset } = quotaOf(headers);
  if (remaining === undefined || reset === undefined || remaining > 0) return 0;
  if (reset > 1e11) return bounded(reset - (serverTime(headers) ?? now));
  return reset > 1e9 ? bounded(reset * 1000 - (serverTime(headers) ?? now)) : bounded(reset * 1000);
}

function quotaOf(headers: IncomingHttpHeaders): {
  remaining?: number | undefined;
  reset?: number | undefined;
} {
  const draft = headers['ratelimit'];
  if (typeof draft === 'string') {
    return {
      remaining: numberIn(draft, /\b(?:remaining|r)=([0-9]+)/),
      reset: numberIn(draft, /\b(?:reset|t)=([0-9]+)/),
    };
  }
  const named = (name: string) => {
    const told = prefixes.map((prefix) => headers[`${prefix}-${name}`]).find((value) => value !== undefined);
    return numberIn(String(told ?? ''), /^([0-9]+)/);
  };
  return { remaining: named('remaining'), reset: named('reset') };
}

function numberIn(text: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** The server's clock, to the second, as its `Date` header tells it. */
export function serverTime(headers: IncomingHttpHeaders): number | undefined {
  const time = Date.parse(headers.date ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function bounded(ms: number): number {
  return Math.max(0, Math.min(ms, longest));
}
