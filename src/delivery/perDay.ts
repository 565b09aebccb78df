import type { Hold } from './gate.ts';
import type { Purse } from './purse.ts';
import type { ReservedDay } from './reserve.ts';

export interface DayPurse extends Purse {
  /** When nothing of the day was left for the last who asked: until the next begins. What was taken before still goes. */
  hold(now: number): Hold | undefined;
}

/** `now`: a clock that does not jump, in milliseconds. Reserves what is wanted, or a thousandth of the day when that is more; what is left of a day goes out whatever its size. */
export function createDayPurse(
  perDay: number,
  zone: string,
  reserve: (wanted: number) => Promise<ReservedDay>,
  now: () => number = () => performance.now(),
): DayPurse {
  const chunk = Math.floor(perDay / 1000);
  const reason = `daily quota of ${perDay.toLocaleString('en-GB')} used up, goes on at 00:00 ${zone}`;
  let have = 0;
  let ends = 0;
  let isLast = false;
  let isOver = false;

  const forget = (at: number) => {
    if (at < ends) return;
    have = 0;
    isLast = false;
    isOver = false;
  };
  return {
    available: (wanted) => {
      forget(now());
      return have >= wanted || isLast ? Math.min(have, wanted) : 0;
    },
    take: (count) => {
      have -= count;
    },
    ask: async (wanted) => {
      const asked = Math.max(wanted - have, chunk);
      const { granted, leftMs } = await reserve(asked);
      forget(now());
      ends = now() + leftMs;
      have += granted;
      isLast = granted < asked;
      isOver = have === 0;
    },
    hold: (at) => {
      forget(now());
      return isOver ? { state: 'held-throttle', reason, until: at + ends - now() } : undefined;
    },
  };
}
