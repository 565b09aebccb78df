import type { Log } from '../connectors/connector.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';
import { advance } from '../processes/advance.ts';
import type { ProcessLine, RunningProcess } from '../processes/running.ts';
import { nextDue } from '../processes/store.ts';
import { readPosition } from '../subscription.ts';
import { type Leased, RENEW_MS, underLease } from './underLease.ts';

/** Works one process for as long as this hub holds its lease; asleep until something happens or a timer is due. */
export async function workProcess(
  line: ProcessLine,
  process: RunningProcess,
  wakeup: Wakeup,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const { code } = process.newest.chart;
  const leased: Leased = { ...line, table: 'subscription', id: process.id, name: `process/${code}` };
  await underLease(leased, log, signal, async (backoff, tenure) => {
    const topics: Topic[] = [`process:${code}`, ...process.hears.map((entity): Topic => `ledger:${entity}`)];
    let position = await readPosition(line.pool, process.id);
    while (!tenure.signal.aborted) {
      const seen = wakeup.count(topics);
      const round = await advance(line, process, position);
      position = round.position;
      backoff.reset();
      if (round.state === 'moved') continue;
      const due = await nextDue(line.pool, code);
      await wakeup.next(topics, seen, Math.min(RENEW_MS, Math.max(1, due ?? RENEW_MS)), tenure.signal);
    }
  });
}
