import type { Log } from '../connectors/connector.ts';
import type { Pool } from '../database/pool.ts';
import type { Landscape } from '../landscape/landscape.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';
import { readAdditions } from '../stewardship/codeAdditions.ts';

/** Told at once of what is added; looked at again in case a notification was lost. */
const LOOK_MS = 30_000;
const TOPICS: Topic[] = ['codes'];

/** Lets this process learn what stewards add to the code lists, in whichever process. */
export async function keepCodes(
  pool: Pool,
  landscape: Pick<Landscape, 'codes'>,
  wakeup: Wakeup,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const seen = wakeup.count(TOPICS);
    try {
      landscape.codes.learn(await readAdditions(pool));
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ error: (error as Error).message }, 'code lists cannot be looked up, will be tried again');
    }
    await wakeup.next(TOPICS, seen, LOOK_MS, signal);
  }
}
