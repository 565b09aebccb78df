import type { Finding, Verdict } from './verdict.ts';

/** What a system shows of a thing at the end, beside what the ledger said of it last. */
export interface Shown {
  system: string;
  entity: string;
  /** The canonical key. */
  key: string;
  /** By name, in the system's own words; undefined: it does not know the thing. */
  shows: Record<string, string> | undefined;
  says: Record<string, string>;
}

/** Each state has the effect that the system shows it; one that shows an older one has lost the newer. */
export function judgeShown(all: readonly Shown[]): Verdict {
  const wrong = all.filter(({ shows, says }) =>
    Object.entries(says).some(([name, value]) => shows?.[name] !== value),
  );
  const findings = wrong.map(
    ({ system, entity, key, shows, says }): Finding => ({
      fault: 'lost',
      what: `${system}: ${entity} ${key} shows ${wordsOf(shows)}, the ledger says ${wordsOf(says)}`,
      trace: key,
      parked: { systems: [system], mark: key },
    }),
  );
  return { told: all.length, effects: all.length - findings.length, findings };
}

function wordsOf(values: Record<string, string> | undefined): string {
  if (!values) return 'nothing';
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
