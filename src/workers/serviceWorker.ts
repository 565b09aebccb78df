import type { ServiceLine } from '../answerRound.ts';
import type { Log } from '../connectors/connector.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';
import { readPosition } from '../subscription.ts';
import { type Leased, RENEW_MS, underLease } from './underLease.ts';

/** What the hub itself answers to processes, such as promising: a subscription, worked round by round when one of the topics is rung. */
export interface Service<Line extends ServiceLine> {
  name: string;
  topics: readonly Topic[];
  round(line: Line, position: number): Promise<{ position: number; state: 'moved' | 'idle' }>;
}

/** Works it for as long as this hub holds the lease. */
export async function workService<Line extends ServiceLine>(
  { name, topics, round }: Service<Line>,
  line: Line,
  wakeup: Wakeup,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const leased: Leased = { ...line, table: 'subscription', name };
  await underLease(leased, log, signal, async (backoff, tenure) => {
    let position = await readPosition(line.pool, line.id);
    while (!tenure.signal.aborted) {
      const seen = wakeup.count(topics);
      const worked = await round(line, position);
      position = worked.position;
      backoff.reset();
      if (worked.state === 'idle') await wakeup.next(topics, seen, RENEW_MS, tenure.signal);
    }
  });
}
