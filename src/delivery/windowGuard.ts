import type { MaintenanceWindow } from '../landscape/landscape.ts';
import type { Guard, Hold } from './gate.ts';
import { type Calendar, calendar, type Said } from './windows.ts';

/** Holds a system while it is closed for maintenance. */
export interface WindowGuard extends Guard {
  /** What people say now of the system's maintenance, in the order in which they said it. */
  hear(said: readonly Said[]): void;
  /** What time it is, in milliseconds, by the clock that all hub processes share; from then on that one counts. */
  setClock(now: number): void;
}

/** At the latest after this time the calendar is asked anew. */
const HOUR = 3_600_000;

export function createWindowGuard(declared: readonly MaintenanceWindow[]): WindowGuard {
  const watchers: (() => void)[] = [];
  let plan = calendar(declared, []);
  let known: Answer | undefined;
  let ahead: number | undefined;
  return {
    hold: (hostTime) => {
      const now = ahead === undefined ? hostTime : performance.now() + ahead;
      if (!known || now < known.from || now >= known.until) known = ask(plan, now);
      return known.hold;
    },
    watch: (changed) => watchers.push(changed),
    setClock: (now) => {
      ahead = now - performance.now();
    },
    hear: (said) => {
      plan = calendar(declared, said);
      known = undefined;
      for (const changed of watchers) changed();
    },
  };
}

/** True from one moment until another. */
interface Answer {
  from: number;
  until: number;
  hold?: Hold;
}

function ask(plan: Calendar, now: number): Answer {
  const closed = plan.at(now);
  if (!closed) return { from: now, until: Math.min(now + HOUR, plan.after(now)?.from ?? now + HOUR) };
  const { to, reason } = closed;
  return {
    from: now,
    until: Math.min(now + HOUR, to ?? now + HOUR),
    hold: {
      state: 'held-window',
      reason: reason === undefined ? 'maintenance' : `maintenance (${reason})`,
      ...(to !== undefined && { until: to }),
    },
  };
}
