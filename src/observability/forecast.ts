/** How a backlog behaves; rates in entries a minute. */
export interface Flow {
  waiting: number;
  /** That join those that wait. */
  arriving: number;
  /** That leave, as measured just now. */
  leaving?: number;
  /** That the target takes, as declared or as measured before. */
  able?: number;
  /** Nothing leaves before `until`, in milliseconds; without: nobody knows how long. */
  hold?: { until?: number };
}

/** Why nothing can be told. */
export type Untold = 'nothing-waits' | 'end-unknown' | 'rate-unknown' | 'arrivals-faster';

export type Forecast = { caughtUpAt: number } | { untold: Untold };

/** When nothing will wait any more, in milliseconds, if all goes on as it does. */
export function forecast({ waiting, arriving, leaving, able, hold }: Flow, now: number): Forecast {
  if (waiting === 0) return { untold: 'nothing-waits' };
  if (hold && hold.until === undefined) return { untold: 'end-unknown' };
  const start = Math.max(now, hold?.until ?? now);
  const rate = hold ? able : leaving || able;
  if (!rate) return { untold: 'rate-unknown' };
  if (rate <= arriving) return { untold: 'arrivals-faster' };
  const then = waiting + (arriving * (start - now)) / MINUTE;
  const end = Math.round(start + (then / (rate - arriving)) * MINUTE);
  return end > LATEST ? { untold: 'arrivals-faster' } : { caughtUpAt: end };
}

const MINUTE = 60_000;
/** The last moment that a date can name. */
const LATEST = 8.64e15;
