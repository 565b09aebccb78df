import { setTimeout as sleep } from 'node:timers/promises';
import type { Purse } from './purse.ts';

/** What was reserved and not sent within so many milliseconds is lost: it must not be sent later, on top of what is then allowed. */
const KEPT = 1000;

/**
 * Reserves a tenth of a second at a time, so that a fast system costs ten statements a second and processes take turns. A send larger than
 * a second's worth is cut to that. `reserve` resolves to the milliseconds until what it reserved may go.
 */
export function createSecondPurse(
  perSecond: number,
  reserve: (count: number) => Promise<number>,
  now: () => number = () => performance.now(),
  wait: (milliseconds: number) => Promise<unknown> = (milliseconds) =>
    sleep(milliseconds, undefined, { ref: false }),
): Purse {
  const chunk = Math.max(1, Math.floor(perSecond / 10));
  const most = Math.max(1, Math.floor(perSecond));
  let have = 0;
  let touched = 0;
  return {
    available: (wanted) => {
      if (now() - touched > KEPT) have = 0;
      const count = Math.min(wanted, most);
      return have >= count ? count : 0;
    },
    take: (count) => {
      have -= count;
      touched = now();
    },
    ask: async () => {
      const milliseconds = await reserve(chunk);
      if (milliseconds > 0) await wait(milliseconds);
      have += chunk;
      touched = now();
    },
  };
}
