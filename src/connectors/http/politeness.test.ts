import { expect, test } from 'vitest';
import { quotaWaitMs, retryAfterMs } from './politeness.ts';

const now = Date.parse('2026-03-02T10:00:00Z');

test.each<[Record<string, string>, number]>([
  [{}, 0],
  [{ 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '30' }, 0],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' }, 30_000],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 90) }, 90_000],
  [{ 'ratelimit-remaining': '0', 'ratelimit-reset': '7' }, 7_000],
  [{ 'x-quota-remaining': '0', 'x-quota-reset': '45' }, 45_000],
  [{ 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '9' }, 9_000],
  [{ ratelimit: 'limit=10, remaining=0, reset=12' }, 12_000],
  [{ ratelimit: '"default";r=0;t=15' }, 15_000],
  [{ ratelimit: '"default";r=4;t=15' }, 0],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }, 0],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '999999' }, 86_400_000],
])('quota headers %o ask for a wait of %i ms', (headers, ms) => {
  expect(quotaWaitMs(headers, now)).toBe(ms);
});

test.each<[string, number | undefined]>([
  ['120', 120_000],
  ['0', 0],
  ['7200', 7_200_000],
  ['999999999', 86_400_000],
  ['Mon, 02 Mar 2026 10:00:30 GMT', 30_000],
  ['Mon, 02 Mar 2026 13:00:00 GMT', 10_800_000],
  ['Mon, 02 Mar 2026 09:00:00 GMT', 0],
  ['Tue, 02 Mar 2027 10:00:00 GMT', 86_400_000],
  ['later', undefined],
])('Retry-After: %s is a wait of %s ms', (told, ms) => {
  expect(retryAfterMs({ 'retry-after': told }, now)).toBe(ms);
});
