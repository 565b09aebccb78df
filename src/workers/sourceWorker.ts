import type { Log, Source } from '../connectors/connector.ts';
import type { Backoff } from '../delivery/backoff.ts';
import { pause } from '../delivery/limits.ts';
import { readFree } from '../delivery/parked.ts';
import {
  type InboundLine,
  type Inlet,
  lookAgain,
  prepareBatch,
  takeAgain,
  takePrepared,
} from '../inbound.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';
import type { Json } from '../vocabulary/json.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import { keepRenewing, type Leased, underLease } from './underLease.ts';

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
  const { pool, holder } = line;
  const leased: Leased = { pool, table: 'source', id: inlet.id, name: inlet.interface.id, holder };
  const work = (backoff: Backoff) => workSourceOnce(line, inlet, leased, open(), wakeup, backoff, signal);
  await underLease(leased, log, signal, work, (error) => noteFailure(line, inlet, error));
}

async function workSourceOnce(
  line: InboundLine,
  inlet: Inlet,
  leased: Leased,
  source: Source,
  wakeup: Wakeup,
  backoff: Backoff,
  outer: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const turn = createTurn();
  const failed = (error: unknown) => {
    stop.abort();
    throw error;
  };
  const renewing = keepRenewing(leased, signal).catch(failed);
  const replaying = replay(line, inlet, turn, wakeup, signal).catch(failed);
  const reading = readOn(line, inlet, source, turn, backoff, signal, stop).catch(failed);
  const results = await Promise.allSettled([reading, renewing, replaying]);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  if (!outer.aborted) await pause(1000, outer);
}

/** Prepares a batch while the one before is being made durable; takes them in, one after the other. */
async function readOn(
  line: InboundLine,
  inlet: Inlet,
  source: Source,
  turn: Turn,
  backoff: Backoff,
  signal: AbortSignal,
  stop: AbortController,
): Promise<void> {
  let underWay: Promise<void> = Promise.resolve();
  for await (const batch of source.batches(await readCursor(line, inlet), signal)) {
    const prepared = await prepareBatch(line, inlet, batch);
    await underWay;
    underWay = turn(async () => {
      await lookAgain(line, inlet, prepared);
      const outcomes = await takePrepared(line, inlet, prepared);
      await batch.acknowledge?.(outcomes);
      backoff.reset();
    });
    // A source that waits for the next message must learn that the last was not taken.
    underWay.catch(() => stop.abort());
    if (batch.acknowledge) await underWay;
  }
  await underWay;
  stop.abort();
}

async function readCursor(line: InboundLine, inlet: Inlet): Promise<Json> {
  const { rows } = await line.pool.query<{ cursor: Json }>('select cursor from source where id = $1', [
    inlet.id,
  ]);
  return rows[0]?.cursor ?? null;
}

const REPLAY_BATCH = 500;

async function replay(
  line: InboundLine,
  inlet: Inlet,
  turn: Turn,
  wakeup: Wakeup,
  signal: AbortSignal,
): Promise<void> {
  const topics: Topic[] = [`parked:${inlet.interface.id}`];
  while (!signal.aborted) {
    const seen = wakeup.count(topics);
    const free = await readFree(line.pool, inlet.interface.id, REPLAY_BATCH);
    if (free.length > 0) await turn(() => takeAgain(line, inlet, free));
    else await wakeup.next(topics, seen, 30_000, signal);
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
