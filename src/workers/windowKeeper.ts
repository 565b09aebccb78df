import type { Log } from '../connectors/connector.ts';
import type { Pool } from '../database/pool.ts';
import { databaseTime } from '../database/time.ts';
import { readWords } from '../delivery/maintenance.ts';
import type { WindowGuard } from '../delivery/windowGuard.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';

/** Told at once of what is said; looked at again in case a notification was lost. */
const LOOK_MS = 10_000;
const TOPICS: Topic[] = ['maintenance'];

/** Lets the guards of all systems hear what people say of maintenance, in whichever process, and what time it is. */
export async function keepWindows(
  pool: Pool,
  guards: ReadonlyMap<string, WindowGuard>,
  wakeup: Wakeup,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  let heard = '';
  while (!signal.aborted) {
    const seen = wakeup.count(TOPICS);
    try {
      heard = await hearWords(pool, guards, heard);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ error: (error as Error).message }, 'maintenance cannot be looked up, will be tried again');
    }
    await wakeup.next(TOPICS, seen, LOOK_MS, signal);
  }
}

/** Tells the guards when something was said since; resolves to what was heard, for the next time. */
export async function hearWords(
  pool: Pool,
  guards: ReadonlyMap<string, WindowGuard>,
  before = '',
): Promise<string> {
  const [words, now] = await Promise.all([readWords(pool), databaseTime(pool)]);
  for (const guard of guards.values()) guard.setClock(now);
  const heard = JSON.stringify([...words]);
  if (heard !== before) for (const [system, guard] of guards) guard.hear(words.get(system) ?? []);
  return heard;
}
