import type { Hold, Holds } from '../delivery/gate.ts';
import { noteHold } from '../delivery/holds.ts';
import { type Leased, RENEW_MS } from './underLease.ts';

/** So often it is looked whether a window has begun: nothing tells of it. */
export const LOOK_MS = 1000;

/** Keeps for all to see what holds the system, beside the work, until the signal aborts. */
export async function showHolds(leased: Leased, holds: Holds, signal: AbortSignal): Promise<void> {
  // What was kept when it was last worked may be over.
  await waitOut(leased, holds, signal);
  while (!signal.aborted) {
    await holds.changed(LOOK_MS, signal);
    if (holds.hold()) await waitOut(leased, holds, signal);
  }
}

/** Waits until nothing holds the system any more, and keeps for all to see what does: nothing is spent, nothing is wrong. */
export async function waitOut(leased: Leased, holds: Holds, signal: AbortSignal): Promise<void> {
  const { pool, table, id } = leased;
  let noted: Hold | undefined;
  for (let hold = holds.hold(); hold && !signal.aborted; hold = holds.hold()) {
    const { state, until, reason } = hold;
    if (noted?.state !== state || noted.until !== until || noted.reason !== reason)
      await noteHold(pool, table, id, hold);
    noted = hold;
    await holds.changed(RENEW_MS, signal);
  }
  if (!signal.aborted) await noteHold(pool, table, id, undefined);
}
