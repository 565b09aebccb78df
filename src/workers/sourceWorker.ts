import type { Log, Source } from '../connectors/connector.ts';
import { createBackoff } from '../delivery/backoff.ts';
import { pause } from '../delivery/limits.ts';
import { readFree } from '../delivery/parked.ts';
import { type InboundLine, type Inlet, takeAgain, takeIn } from '../inbound.ts';
import { isLeaseLost, LEASE_SECONDS, LeaseLost, lease } from '../lease.ts';
import type { Wakeup } from '../ledger/wakeup.ts';
import type { Json } from '../vocabulary/json.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';

/**
 * Works one source interface for as long as this process holds its lease: takes its batches in one after the other, and between them what was
 * parked and may go on. A source that fails is asked again from the last durable cursor, later each time.
 */
export async function workSource(
  line: InboundLine,
  inlet: Inlet,
  open: () => Source,
  wakeup: Wakeup,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const backoff = createBackoff();
  while (!signal.aborted) {
    try {
      if (!(await lease(line.pool, 'source', inlet.id, line.holder))) {
        await pause((LEASE_SECONDS * 1000) / 4, signal);
        continue;
      }
      await workUnderLease(line, inlet, open(), wakeup, backoff, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (isLeaseLost(error)) continue;
      log.warn(
        { interface: inlet.interface.id, error: (error as Error).message },
        'source failed, will be asked again',
      );
      await noteFailure(line, inlet, error as Error);
      await pause(backoff.next(), signal);
    }
  }
}

async function workUnderLease(
  line: InboundLine,
  inlet: Inlet,
  source: Source,
  wakeup: Wakeup,
  backoff: { reset(): void },
  outer: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const turn = createTurn();
  const failed = (error: unknown) => {
    stop.abort();
    throw error;
  };
  const renewing = renew(line, inlet, signal).catch(failed);
  const replaying = replay(line, inlet, turn, wakeup, signal).catch(failed);
  const reading = (async () => {
    for await (const batch of source.batches(await readCursor(line, inlet), signal)) {
      const outcomes = await turn(() => takeIn(line, inlet, batch));
      await batch.acknowledge?.(outcomes);
      backoff.reset();
    }
    stop.abort();
  })().catch(failed);
  const results = await Promise.allSettled([reading, renewing, replaying]);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  if (!outer.aborted) await pause(1000, outer);
}

async function readCursor(line: InboundLine, inlet: Inlet): Promise<Json> {
  const { rows } = await line.pool.query<{ cursor: Json }>('select cursor from source where id = $1', [
    inlet.id,
  ]);
  return rows[0]?.cursor ?? null;
}

async function renew(line: InboundLine, inlet: Inlet, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause((LEASE_SECONDS * 1000) / 3, signal);
    if (signal.aborted) return;
    if (!(await lease(line.pool, 'source', inlet.id, line.holder))) throw new LeaseLost(inlet.interface.id);
  }
}

const REPLAY_BATCH = 500;

async function replay(
  line: InboundLine,
  inlet: Inlet,
  turn: Turn,
  wakeup: Wakeup,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const seen = wakeup.parkedCount(inlet.interface.id);
    const free = await readFree(line.pool, inlet.interface.id, REPLAY_BATCH);
    if (free.length > 0) await turn(() => takeAgain(line, inlet, free));
    else await wakeup.nextParked(inlet.interface.id, seen, 30_000, signal);
  }
}

async function noteFailure(line: InboundLine, inlet: Inlet, error: Error): Promise<void> {
  const found =
    error instanceof ProblemError
      ? error.problem
      : problem('target-unavailable', 'receive', error.message || error.name);
  await line.pool
    .query('update source set problem = $2 where id = $1', [inlet.id, JSON.stringify(found)])
    .catch(() => {});
}

type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** One after the other: live batches and replays of one interface never run at once. */
function createTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };
}
