import type { Guard } from './gate.ts';
import type { Standing } from './standing.ts';

/** Holds a system for as long as it asked, whichever process it asked. */
export function createThrottle(standing: Standing): Guard {
  return {
    hold: (now) => {
      const { throttle } = standing.now();
      return throttle && now < throttle.until ? { state: 'held-throttle', ...throttle } : undefined;
    },
    met: (met) => {
      if (met.met === 'limit') standing.throttled(met.retryAfterMs, met.reason);
    },
  };
}
