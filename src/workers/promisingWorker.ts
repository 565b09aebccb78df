import type { Log } from '../connectors/connector.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';
import { PROMISING_ENTITIES, type PromisingLine, promisingRound } from '../promising/round.ts';
import { readPosition } from '../subscription.ts';
import { type Leased, RENEW_MS, underLease } from './underLease.ts';

const TOPICS = PROMISING_ENTITIES.map((entity): Topic => `ledger:${entity}`);

/** Keeps what there is to promise, and answers what processes ask of it, for as long as this hub holds the lease. */
export async function workPromising(
  line: PromisingLine,
  wakeup: Wakeup,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const leased: Leased = { ...line, table: 'subscription', name: 'promising' };
  await underLease(leased, log, signal, async (backoff, tenure) => {
    let position = await readPosition(line.pool, line.id);
    while (!tenure.signal.aborted) {
      const seen = wakeup.count(TOPICS);
      const round = await promisingRound(line, position);
      position = round.position;
      backoff.reset();
      if (round.state === 'idle') await wakeup.next(TOPICS, seen, RENEW_MS, tenure.signal);
    }
  });
}
