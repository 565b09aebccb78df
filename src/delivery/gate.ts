import { EventEmitter, once } from 'node:events';
import type { Problem } from '../vocabulary/problem.ts';
import type { HoldState } from '../vocabulary/states.ts';
import type { Turn, Turns } from './turns.ts';

/** Why nothing is sent to a system now; times in milliseconds, as far as they are known. */
export interface Hold {
  state: HoldState;
  reason: string;
  /** When what holds it began; absent: when it is first seen to hold. */
  since?: number;
  until?: number;
}

/** What a send met: an answer, whatever it was; nobody; or the wish to wait, for a reason in plain words. */
export type Met =
  | { met: 'answer' }
  | { met: 'absence'; problem: Problem }
  | { met: 'limit'; reason: string; retryAfterMs: number };

/** One reason for which a system may be held. Told what sends met; says whether it holds. */
export interface Guard {
  hold(now: number): Hold | undefined;
  /** Asked before each send, when nothing holds: whether just this one may go. */
  admit?(): Promise<boolean>;
  met?(met: Met): void;
  /** Calls back when what it says may have changed before its time. */
  watch?(changed: () => void): void;
}

/** Whether a system may be spoken to now. */
export interface Holds {
  hold(): Hold | undefined;
  /** Resolves when the hold may have changed, at the latest after `ms` or on abort. */
  changed(ms: number, signal: AbortSignal): Promise<void>;
}

/** Whether a system may be sent to, and how much it bears: one for each system and process, shared by all its target interfaces. */
export interface Gate extends Holds {
  /** Sends so many deliveries as may go when the turn comes; undefined: it did not come in time, or the gate closed, and nothing was sent. */
  run<T>(turn: Turn, send: (deliveries: number) => Promise<T>): Promise<T | undefined>;
  met(met: Met): void;
}

/** The first guard that holds is the one that is told: give them in the order of their weight. */
export function createGate(turns: Turns, guards: readonly Guard[]): Gate {
  const holds = watchHolds(guards);
  const { hold } = holds;
  const sendAway = () => {
    if (hold()) turns.sendAway();
  };
  for (const guard of guards) guard.watch?.(sendAway);

  const admitted = async () => {
    if (hold()) return false;
    for (const guard of guards) if (guard.admit && !(await guard.admit())) return false;
    return true;
  };
  return {
    ...holds,
    run: async (turn, send) => {
      if (hold() || performance.now() >= turn.until) return undefined;
      const granted = await turns.next(turn);
      if (granted === 0) return undefined;
      try {
        return (await admitted()) ? await send(granted) : undefined;
      } finally {
        turns.done();
      }
    },
    met: (met) => {
      for (const guard of guards) guard.met?.(met);
    },
  };
}

/** What holds and is over by its own words still holds until it is told of: asked again after so many milliseconds. */
const OVERDUE = 250;

/** The first guard that holds is the one that is told. */
export function watchHolds(guards: readonly Guard[]): Holds {
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  const changed = () => changes.emit('changed');
  for (const guard of guards) guard.watch?.(changed);

  const hold = () => {
    const now = Date.now();
    for (const guard of guards) {
      const held = guard.hold(now);
      if (held) return held;
    }
    return undefined;
  };
  return {
    hold,
    changed: async (ms, signal) => {
      const left = (hold()?.until ?? Number.POSITIVE_INFINITY) - Date.now();
      const wait = Math.ceil(Math.min(ms, left > 0 ? left : OVERDUE));
      const over = AbortSignal.any([signal, AbortSignal.timeout(wait)]);
      await once(changes, 'changed', { signal: over }).catch(() => {});
    },
  };
}
