import { EventEmitter } from 'node:events';
import type { Pool } from '../database/pool.ts';
import type { Guard } from './gate.ts';
import { createDayPurse } from './perDay.ts';
import { createSecondPurse } from './perSecond.ts';
import type { Purse } from './purse.ts';
import { reserveDay, reserveSecond } from './reserve.ts';
import type { Budget } from './turns.ts';

/** What a system bears in a second and in a day. */
export interface DeclaredBudget {
  perSecond?: number;
  perDay?: number;
  /** IANA: at its midnight a new day begins. */
  zone: string;
}

/** The declared budget of a system, shared by all hub processes. Where none is declared it costs nothing. */
export function createBudget(pool: Pool, system: string, declared: DeclaredBudget): Budget & Guard {
  const { perSecond, perDay, zone } = declared;
  const changes = new EventEmitter();
  const day = perDay
    ? createDayPurse(perDay, zone, (wanted) => reserveDay(pool, system, { wanted, perDay, zone }))
    : undefined;
  const second = perSecond
    ? createSecondPurse(perSecond, (count) => reserveSecond(pool, system, count, perSecond))
    : undefined;
  const { take, ask } = combine([day, second].filter((purse) => purse !== undefined));
  return {
    take,
    ask: async (wanted) => {
      await ask(wanted);
      if (day?.hold(Date.now())) changes.emit('changed');
    },
    hold: (now) => day?.hold(now),
    watch: (changed) => changes.on('changed', changed),
  };
}

function combine(purses: readonly Purse[]): Budget {
  return {
    take: (wanted) => {
      let count = wanted;
      for (const purse of purses) count = count && purse.available(count);
      if (count > 0) for (const purse of purses) purse.take(count);
      return count;
    },
    ask: async (wanted) => {
      let count = wanted;
      for (const purse of purses) {
        const available = purse.available(count);
        if (available === 0) return purse.ask(count);
        count = available;
      }
    },
  };
}
