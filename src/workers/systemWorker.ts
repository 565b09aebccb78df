import type { Log, OpenSystem } from '../connectors/connector.ts';
import { checkSystem } from '../delivery/checkSystem.ts';
import type { Circuit } from '../delivery/circuit.ts';
import { causeOf } from '../delivery/circuitGuard.ts';
import { pause } from '../delivery/pause.ts';
import type { Standing } from '../delivery/standing.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';
import type { Problem } from '../vocabulary/problem.ts';

const IDLE = 30_000;

/** Keeps up with what the other processes find out about a system, and asks it whether it is there when sends met nobody: one process at a time. */
export async function workSystem(
  standing: Standing,
  check: OpenSystem['check'],
  wakeup: Wakeup,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const topics: Topic[] = [`system:${standing.system}`];
  while (!signal.aborted) {
    const seen = wakeup.count(topics);
    try {
      const { circuit } = await standing.refresh();
      if (untilProbe(circuit) === 0 && (await standing.claim('ask'))) await probe(standing, check, signal);
      await wakeup.next(topics, seen, untilProbe(standing.now().circuit), signal);
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'how the system stands is not known, will be read again');
      await pause(1000, signal);
    }
  }
}

/** Milliseconds until it may have to be asked. */
function untilProbe({ state, probeAt = 0, claimedUntil = 0 }: Circuit): number {
  if (state !== 'open' && state !== 'doubted') return IDLE;
  return Math.min(IDLE, Math.max(0, Math.max(probeAt, claimedUntil) - Date.now()));
}

async function probe(standing: Standing, check: OpenSystem['check'], signal: AbortSignal): Promise<void> {
  const missing = await ask(check, signal);
  if (signal.aborted) return;
  standing.happened(missing ? { what: 'missing', cause: causeOf(missing.detail) } : { what: 'found' });
  await standing.written();
}

/** One that lets the hub not in, or asks it to wait, is there. */
async function ask(check: OpenSystem['check'], signal: AbortSignal): Promise<Problem | undefined> {
  const found = await checkSystem(check, signal);
  return found?.code === 'target-unavailable' ? found : undefined;
}
