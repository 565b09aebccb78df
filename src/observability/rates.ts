import type { Queryable } from '../database/pool.ts';

/** What one interface had taken in or handed on, at one moment (milliseconds). */
interface Sample {
  at: number;
  total: number;
}

/** Messages per minute of each interface, from totals sampled every ten seconds and kept for an hour. */
export interface Rates {
  /** Takes a sample now. */
  sample(): Promise<void>;
  /** Over the last minute, or since the first sample when that is later; undefined: not sampled twice yet. */
  perMinute(interfaceId: string): number | undefined;
  /** The last hour minute by minute, the newest last. */
  history(interfaceId: string): { at: string; perMinute: number }[];
  start(): void;
  stop(): void;
}

const EVERY = 10_000;
const KEPT = 361;
const PER_MINUTE = 60_000 / EVERY;

const TOTALS = {
  name: 'rates-totals',
  text: `select name, accepted + unchanged + duplicate + skipped as total from source
         union all select name, delivered from subscription`,
};

export function createRates(db: Queryable, now: () => number = Date.now): Rates {
  const samples = new Map<string, Sample[]>();
  let timer: NodeJS.Timeout | undefined;

  const sample = async () => {
    const { rows } = await db.query<{ name: string; total: number }>(TOTALS);
    const at = now();
    for (const { name, total } of rows) {
      const kept = samples.get(name) ?? [];
      kept.push({ at, total });
      if (kept.length > KEPT) kept.shift();
      samples.set(name, kept);
    }
  };
  // A sample that fails is left out; the next one bridges the gap.
  const quietly = () => {
    sample().catch(() => {});
  };

  return {
    sample,
    perMinute: (interfaceId) => {
      const kept = samples.get(interfaceId) ?? [];
      return rateBetween(kept.at(-1 - PER_MINUTE) ?? kept[0], kept.at(-1));
    },
    history: (interfaceId) => byMinute(samples.get(interfaceId) ?? []),
    start: () => {
      quietly();
      timer = setInterval(quietly, EVERY);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}

function byMinute(kept: readonly Sample[]): { at: string; perMinute: number }[] {
  const minutes: { at: string; perMinute: number }[] = [];
  for (let end = kept.length - 1; end >= PER_MINUTE; end -= PER_MINUTE) {
    const perMinute = rateBetween(kept[end - PER_MINUTE], kept[end]) ?? 0;
    minutes.unshift({ at: new Date(kept[end]!.at).toISOString(), perMinute });
  }
  return minutes;
}

function rateBetween(from: Sample | undefined, to: Sample | undefined): number | undefined {
  if (!from || !to || to.at <= from.at) return undefined;
  return Math.round(((to.total - from.total) * 60_000 * 10) / (to.at - from.at)) / 10;
}
