import type { Log } from '../connectors/connector.ts';
import { createBackoff } from '../delivery/backoff.ts';
import { pause } from '../delivery/pause.ts';

/** Works until it ends by itself or the signal aborts. Work that fails, such as before its row could be made, begins anew, later each time. */
export async function keepWorking(
  work: (signal: AbortSignal) => Promise<void>,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const backoff = createBackoff();
  while (!signal.aborted) {
    try {
      return await work(signal);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ error: (error as Error).message }, 'failed, will be begun anew');
      await pause(backoff.next(), signal);
    }
  }
}
