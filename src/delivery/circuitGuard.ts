import type { Circuit } from './circuit.ts';
import type { Guard } from './gate.ts';
import type { Standing } from './standing.ts';

/** Holds a system that cannot be reached until it answers again; `since`: the first send that met nobody; `until`: when it is asked next. */
export function createCircuitGuard(standing: Standing): Guard {
  return {
    hold: (now) => {
      const { circuit } = standing.now();
      const { state, since, probeAt: until, claimedUntil = 0 } = circuit;
      const held = { state: 'held-circuit', ...(since && { since }) } as const;
      if (state === 'open') return { ...held, reason: awayWords(circuit), ...(until && { until }) };
      return state === 'half-open' && now < claimedUntil
        ? { ...held, reason: 'answers again; one send finds out whether it takes what is sent' }
        : undefined;
    },
    admit: async () => standing.now().circuit.state !== 'half-open' || standing.claim('send'),
    met: (met) => {
      const { state, absences } = standing.now().circuit;
      if (met.met === 'absence') standing.happened({ what: 'absence', cause: causeOf(met.problem.detail) });
      else if (state !== 'closed' || absences > 0) standing.happened({ what: 'answer' });
    },
    watch: standing.watch,
  };
}

function awayWords({ cause }: Circuit): string {
  return cause === undefined ? 'cannot be reached' : `cannot be reached (${cause})`;
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED|connection refused/i, 'connection refused'],
  [/ENOTFOUND|EAI_AGAIN/, 'its name is not found'],
  [/EHOSTUNREACH|ENETUNREACH/, 'no way to its network'],
  [/ECONNRESET|socket hang up|EPIPE/i, 'connection broken off'],
  [/ETIMEDOUT|time(?:d )?out|no answer within/i, 'no answer in time'],
];

/** In a few words what a person needs to know; else what was said, cut. */
export function causeOf(detail: string): string {
  const known = WORDS.find(([pattern]) => pattern.test(detail))?.[1];
  if (known !== undefined) return known;
  return detail.length > 120 ? `${detail.slice(0, 119)}…` : detail.replace(/\.$/, '');
}
