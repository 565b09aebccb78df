import type { Log, Source } from '../connectors/connector.ts';
import { problemOf } from '../delivery/ask.ts';
import type { Backoff } from '../delivery/backoff.ts';
import type { Holds } from '../delivery/gate.ts';
import { readFree } from '../delivery/parked.ts';
import { pause } from '../delivery/pause.ts';
import {
  type InboundLine,
  type Inlet,
  lookAgain,
  prepareBatch,
  takeAgain,
  takePrepared,
} from '../inbound.ts';
import { isLeaseLost } from '../lease.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';
import type { Json } from '../vocabulary/json.ts';
import { type Leased, RENEW_MS, type Tenure, underLease } from './underLease.ts';
import { LOOK_MS, showHolds } from './waitOut.ts';

/**
 * Works one source interface for as long as this process holds its lease: takes its batches in one after the other, and between them what was
 * parked and may go on. A source that fails is asked again from the last durable cursor, later each time; one whose system is held asks nothing
 * meanwhile, and is let go of altogether while the system is closed for maintenance.
 */
export async function workSource(
  line: InboundLine,
  inlet: Inlet,
  open: () => Source,
  holds: SourceHolds,
  wakeup: Wakeup,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const { pool, holder } = line;
  const leased: Leased = { pool, table: 'source', id: inlet.id, name: inlet.interface.id, holder };
  const work = (backoff: Backoff, tenure: Tenure) =>
    workSourceOnce(line, inlet, leased, open, holds, wakeup, backoff, tenure.signal);
  await underLease(leased, log, signal, work, (error) => noteFailure(line, inlet, error));
}

/** What holds a source that asks: also all that holds its system. One that listens is held by what is said of itself alone. */
export type SourceHolds = Record<Source['manner'], Holds>;

async function workSourceOnce(
  line: InboundLine,
  inlet: Inlet,
  leased: Leased,
  open: () => Source,
  holds: SourceHolds,
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
  const read: Read = (source, signal) => readOn(line, inlet, source, turn, backoff, signal, stop);
  const first = open();
  const gate = holds[first.manner];
  const work = [
    readWhileOpen(first, open, gate, read, signal).then(() => stop.abort()),
    showHolds(leased, gate, signal),
  ];
  work.push(replay(line, inlet, turn, wakeup, signal));
  const results = await Promise.allSettled(work.map((each) => each.catch(failed)));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  if (!outer.aborted) await pause(1000, outer);
}

type Read = (source: Source, signal: AbortSignal) => Promise<void>;

/** Reads while the system is open, and waits while it is closed. Ends when the source does. */
async function readWhileOpen(
  first: Source,
  open: () => Source,
  gate: Holds,
  read: Read,
  signal: AbortSignal,
): Promise<void> {
  for (let source = first; ; source = open()) {
    while (gate.hold() && !signal.aborted) await gate.changed(RENEW_MS, signal);
    const end = await readUntilClosed(source, gate, read, signal);
    if (end === 'ended' || signal.aborted) return;
  }
}

/** Batches that are in hand when the system closes are taken in; then the source ends, as it would when the hub stops. */
async function readUntilClosed(
  source: Source,
  gate: Holds,
  read: Read,
  outer: AbortSignal,
): Promise<'held' | 'ended'> {
  const closing = new AbortController();
  const signal = AbortSignal.any([outer, closing.signal]);
  const watching = abortWhenClosed(gate, closing, signal);
  try {
    await read(source, signal);
    return closing.signal.aborted ? 'held' : 'ended';
  } catch (error) {
    // One that goes away as it closes is not missed, nor one that is known to be away.
    if (outer.aborted || isLeaseLost(error) || !gate.hold()) throw error;
    return 'held';
  } finally {
    closing.abort();
    await watching;
  }
}

async function abortWhenClosed(gate: Holds, closing: AbortController, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && gate.hold()?.state !== 'held-window') await gate.changed(LOOK_MS, signal);
  if (!signal.aborted) closing.abort();
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
  await line.pool
    .query('update source set problem = $2 where id = $1', [inlet.id, JSON.stringify(problemOf(error))])
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
