import { EventEmitter, once } from 'node:events';
import type { Problem } from '../vocabulary/problem.ts';
import type { HoldState } from '../vocabulary/states.ts';
import type { Limits } from './limits.ts';

/** Why nothing is sent to a system now; `until` in milliseconds, as far as it is known. */
export interface Hold {
  state: HoldState;
  reason: string;
  until?: number;
}

/** What a send met: an answer, whatever it was; nobody; or the wish to wait. */
export type Met =
  | { met: 'answer' }
  | { met: 'absence'; problem: Problem }
  | { met: 'limit'; problem: Problem; retryAfterMs: number };

/** One reason for which a system may be held. Told what sends met; says whether it holds. */
export interface Guard {
  hold(now: number): Hold | undefined;
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
  run: Limits['run'];
  met(met: Met): void;
}

/** The first guard that holds is the one that is told: give them in the order of their weight. */
export function createGate(limits: Limits, guards: readonly Guard[]): Gate {
  return {
    ...watchHolds(guards),
    run: limits.run,
    met: (met) => {
      for (const guard of guards) guard.met?.(met);
    },
  };
}

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
      const until = hold()?.until ?? Number.POSITIVE_INFINITY;
      const wait = Math.ceil(Math.max(1, Math.min(ms, until - Date.now())));
      const over = AbortSignal.any([signal, AbortSignal.timeout(wait)]);
      await once(changes, 'changed', { signal: over }).catch(() => {});
    },
  };
}
