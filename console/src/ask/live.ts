import type { QueryClient } from '@tanstack/react-query';
import type { LiveTopic } from 'api/console/contract.ts';

/** What of the hub a query shows: the first part of its key. News of it asks again. */
export type Shown =
  | 'sites'
  | 'parked'
  | 'trace'
  | 'records'
  | 'work'
  | 'maintenance'
  | 'processes'
  | 'landscape'
  | 'codes'
  | 'business'
  | 'completeness'
  | 'quality'
  | 'keys';

const SHOWS: Record<LiveTopic, readonly Shown[]> = {
  ledger: ['sites', 'trace', 'records', 'work', 'completeness'],
  parked: ['parked', 'sites', 'work'],
  systems: ['sites'],
  maintenance: ['sites', 'maintenance'],
  processes: ['processes', 'trace'],
  codes: ['codes', 'parked', 'work', 'completeness'],
  register: ['business'],
  landscape: ['landscape', 'sites', 'completeness', 'quality'],
  keys: ['keys'],
  quality: ['quality'],
};

/** Asked for again at most so often, however much happens. */
const PAUSE_MS = 2500;

/** What is measured anew over many records is asked for less often still. */
const SLOWLY_MS: Partial<Record<Shown, number>> = { completeness: 60_000, quality: 15_000 };

export type Link = 'live' | 'away';

/** Follows the hub's stream; what it has news of is asked for again while somebody looks at it. Returns how to end it. */
export function followLive(client: QueryClient, tell: (link: Link) => void): () => void {
  let stream = open();
  const due = new Set<Shown>();
  const since = performance.now();
  const asked = new Map<Shown, number>();
  const refresh = () => {
    if (document.visibilityState === 'hidden') return;
    for (const shown of due) {
      const now = performance.now();
      if (now - (asked.get(shown) ?? since) < (SLOWLY_MS[shown] ?? 0)) continue;
      asked.set(shown, now);
      due.delete(shown);
      client.invalidateQueries({ queryKey: [shown] }, { cancelRefetch: false });
    }
  };
  // What the hub refuses, the browser does not ask for again by itself.
  const reopen = () => {
    if (stream.readyState === EventSource.CLOSED) stream = open();
  };
  const timer = setInterval(() => {
    refresh();
    reopen();
  }, PAUSE_MS);
  document.addEventListener('visibilitychange', refresh);

  function open(): EventSource {
    const opened = new EventSource('/console/v1/live');
    opened.addEventListener('here', () => tell('live'));
    opened.addEventListener('news', ({ data }) => {
      for (const topic of JSON.parse(data) as LiveTopic[]) for (const shown of SHOWS[topic]) due.add(shown);
    });
    opened.addEventListener('error', () => {
      tell('away');
      for (const shown of Object.values(SHOWS).flat()) due.add(shown);
    });
    return opened;
  }

  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', refresh);
    stream.close();
  };
}
