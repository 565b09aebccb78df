import type { Log } from '../connectors/connector.ts';
import type { Pool } from '../database/pool.ts';
import { pause } from '../delivery/pause.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';
import { type Followed, followLedger } from '../register/follow.ts';

/** Between two rounds at least, so that what changes often is brought over once. */
const PAUSE_MS = 1000;
/** While the line appends, rounds get one part of the time in so many: the line comes first, and the register catches up after it. */
const SHARE = 10;
/** A round that took long, on a machine that was busy, keeps it away no longer than this. */
const AWAY_MS = 30_000;
/** So long after the last change it is looked at again, in case a notification was lost. */
const LOOK_MS = 10_000;
const TOPICS: Topic[] = ['ledger'];

/** Keeps the register behind the ledger, in whichever hub process is there first. */
export async function keepRegister(pool: Pool, wakeup: Wakeup, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const seen = wakeup.count(TOPICS);
    const began = performance.now();
    const followed = await follow(pool, log, signal);
    const took = performance.now() - began;
    const isBusy = wakeup.count(TOPICS) !== seen;
    if (followed === 'behind' && !isBusy) continue;
    if (followed !== 'behind') await wakeup.next(TOPICS, seen, LOOK_MS, signal);
    await pause(Math.min(AWAY_MS, Math.max(PAUSE_MS, (SHARE - 1) * took)), signal);
  }
}

async function follow(pool: Pool, log: Log, signal: AbortSignal): Promise<Followed> {
  try {
    return await followLedger(pool);
  } catch (error) {
    if (!signal.aborted)
      log.warn({ error: (error as Error).message }, 'the register cannot be kept, will be tried again');
    return 'elsewhere';
  }
}
