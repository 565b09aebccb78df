import type { Guard } from './gate.ts';

/** Holds a system for as long as it asked. */
export function createThrottle(now: () => number = Date.now): Guard {
  let until = 0;
  let reason = '';
  return {
    hold: (at) => (at < until ? { state: 'held-throttle', until, reason } : undefined),
    met: (met) => {
      if (met.met !== 'limit') return;
      const asked = now() + met.retryAfterMs;
      if (asked <= until) return;
      until = asked;
      reason = met.problem.detail;
    },
  };
}
