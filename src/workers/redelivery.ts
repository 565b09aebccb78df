import { transaction } from '../database/transaction.ts';
import { choose } from '../delivery/chosen.ts';
import { openAt } from '../delivery/parked.ts';
import { moveReplay, type Running, readRunning } from '../delivery/replays.ts';
import { type Onward, readEntity } from '../ledger/read.ts';
import type { OutboundLine, Outlet } from '../outbound/outlet.ts';
import { scopeOfTarget } from '../outbound/route.ts';
import { deliverRepeat, type Round } from '../outbound.ts';

/** Entries looked at in one turn. */
const PAGE = 250;

/** The replay of one interface, which takes turns with its live traffic. */
export interface Redelivery {
  /** Finds out whether one is under way: call it when the interface was rung. */
  look(): Promise<void>;
  /** Milliseconds until its next turn; infinite while none is under way. */
  dueIn(): number;
  /** Delivers a little, when its turn has come. `live`: how the live round before it ended; answered when it is not its turn. */
  turn(live: Round, open: 'some open' | 'none open', signal: AbortSignal): Promise<Round>;
}

/**
 * A state never goes out after a newer one of its thing: both are sent by this worker alone, in turns. What a turn sends is the newest up to
 * where live traffic has come, and what is newer waits for the next live round. Killed between the sending and the commit, the turn is
 * chosen anew, from where live traffic has come by then. Behind an open message of its key it waits like all others.
 */
export function createRedelivery(line: OutboundLine, outlet: Outlet): Redelivery {
  let running: Running | undefined;
  let due = 0;
  return {
    look: async () => {
      running = await readRunning(line.pool, outlet.id);
    },
    dueIn: () => (running ? Math.max(0, due - performance.now()) : Number.POSITIVE_INFINITY),
    turn: async (live, open, signal) => {
      if (!running || performance.now() < due || live.state === 'down' || live.state === 'held') return live;
      running = await readRunning(line.pool, outlet.id);
      if (!running) return live;
      const part = await choosePart(line, outlet, running, live.position);
      due = performance.now() + (part.send.length * 1000) / running.perSecond;
      return deliverPart(line, outlet, running, part, signal, open);
    },
  };
}

/** What a turn goes over: up to `to`, and what becomes of the entries in it. */
interface Part {
  to: number;
  send: Onward[];
  /** Positions, as all below. */
  superseded: number[];
  outOfScope: number[];
  /** Have an open message of their own, and go with it. */
  parked: number[];
}

async function choosePart(
  { pool }: OutboundLine,
  outlet: Outlet,
  { position, last, perSecond }: Running,
  live: number,
): Promise<Part> {
  const { id, entity } = outlet.interface;
  const entries = await readEntity(pool, entity, position, last, PAGE);
  const chosen = await choose(pool, scopeOfTarget(outlet), entries, live);
  const open = await openAt(
    pool,
    id,
    chosen.send.map((entry) => entry.position),
  );
  const free = chosen.send.filter((entry) => !open.has(entry.position));
  const send = free.slice(0, mostOfTurn(perSecond));
  const end = entries.length < PAGE ? last : entries.at(-1)!.position;
  return { ...chosen, send, parked: [...open], to: send.length < free.length ? send.at(-1)!.position : end };
}

/** A quarter of a second's worth, so that live traffic never waits for long. */
function mostOfTurn(perSecond: number): number {
  return Math.max(1, Math.ceil(perSecond / 4));
}

async function deliverPart(
  line: OutboundLine,
  outlet: Outlet,
  running: Running,
  part: Part,
  signal: AbortSignal,
  open: 'some open' | 'none open',
): Promise<Round> {
  const { send, to } = part;
  const from = running.position;
  const upTo = (positions: readonly number[], reached: number) =>
    positions.filter((position) => position <= reached).length;
  const keep: Parameters<typeof deliverRepeat>[2]['keep'] = (connection, reached, sums) =>
    moveReplay(connection, running, reached, {
      delivered: sums.delivered,
      superseded: upTo(part.superseded, reached),
      parked: sums.waiting + upTo(part.parked, reached),
      outOfScope: sums.left + upTo(part.outOfScope, reached),
    });
  if (send.length > 0)
    return deliverRepeat(line, outlet, { replay: running.id, entries: send, from, to, keep }, signal, open);
  await transaction(line.pool, (connection) => keep(connection, to, { delivered: 0, waiting: 0, left: 0 }));
  return { state: 'moved', position: to, waiting: 0 };
}
