import type { Queryable } from '../database/pool.ts';

/** What one interface had taken in or handed on, at one moment (milliseconds). */
interface Sample {
  at: number;
  total: number;
  /** Of a source: those of the total that became entries. */
  accepted: number;
}

/** Messages per minute of each interface, from totals sampled every ten seconds. */
export interface Rates {
  /** Takes a sample now. */
  sample(): Promise<void>;
  /** Over the last minute, or since the first sample when that is later; undefined: not sampled twice yet. */
  perMinute(interfaceId: string): number | undefined;
  /** Of a source, over the same time: the messages that became entries. */
  acceptedPerMinute(interfaceId: string): number | undefined;
  /** Messages per minute over the last twenty seconds. */
  lately(interfaceId: string): number | undefined;
  start(): void;
  stop(): void;
}

const EVERY = 10_000;
const PER_MINUTE = 60_000 / EVERY;
const KEPT = PER_MINUTE + 1;

const TOTALS = {
  name: 'rates-totals',
  text: `select name, accepted + unchanged + duplicate + skipped + proposed + kept_aside as total, accepted from source
         union all select name, delivered, 0 from subscription`,
};

export function createRates(db: Queryable, now: () => number = Date.now): Rates {
  const samples = new Map<string, Sample[]>();
  let timer: NodeJS.Timeout | undefined;

  const sample = async () => {
    const { rows } = await db.query<{ name: string; total: number; accepted: number }>(TOTALS);
    const at = now();
    for (const { name, total, accepted } of rows) {
      const kept = samples.get(name) ?? [];
      kept.push({ at, total, accepted });
      if (kept.length > KEPT) kept.shift();
      samples.set(name, kept);
    }
  };
  // A sample that fails is left out; the next one bridges the gap.
  const quietly = () => {
    sample().catch(() => {});
  };

  const overLast = (interfaceId: string, intervals: number, of: 'total' | 'accepted' = 'total') => {
    const kept = samples.get(interfaceId) ?? [];
    return rateBetween(kept.at(-1 - intervals) ?? kept[0], kept.at(-1), of);
  };

  return {
    sample,
    perMinute: (interfaceId) => overLast(interfaceId, PER_MINUTE),
    acceptedPerMinute: (interfaceId) => overLast(interfaceId, PER_MINUTE, 'accepted'),
    lately: (interfaceId) => overLast(interfaceId, 2),
    start: () => {
      quietly();
      timer = setInterval(quietly, EVERY);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}

function rateBetween(
  from: Sample | undefined,
  to: Sample | undefined,
  of: 'total' | 'accepted' = 'total',
): number | undefined {
  if (!from || !to || to.at <= from.at) return undefined;
  return Math.round(((to[of] - from[of]) * 60_000 * 10) / (to.at - from.at)) / 10;
}
