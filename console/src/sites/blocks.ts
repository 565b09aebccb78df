import type { SystemDetail } from 'api/operations/systems/contract.ts';

type Day = Pick<SystemDetail['days'][number], 'from' | 'to'>;
type Window = SystemDetail['windows'][number];

/** The part of a window that falls on a day, in percent of it. */
export interface Block {
  left: number;
  width: number;
  window: Window;
}

/** The windows of a day, one that goes over midnight on both. */
export function blocksOf(day: Day, windows: readonly Window[]): Block[] {
  const [start, end] = [Date.parse(day.from), Date.parse(day.to)];
  const share = (moment: number) => ((Math.min(end, Math.max(start, moment)) - start) / (end - start)) * 100;
  return windows.flatMap((window) => {
    const [from, to] = [
      Date.parse(window.from),
      window.to ? Date.parse(window.to) : Number.POSITIVE_INFINITY,
    ];
    if (to < start || from >= end) return [];
    return [{ left: share(from), width: share(to) - share(from), window }];
  });
}
