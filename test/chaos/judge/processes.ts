import { query } from '../query.ts';
import type { Finding, Verdict } from './verdict.ts';

/** Where an instance of a process stands. */
export interface StandingInstance {
  process: string;
  /** Canonical key of what it is about. */
  about: string;
  status: string;
  /** Its innermost states, as JSON. */
  state: string;
}

/** How instances of these processes may stand when all is quiet besides at their end: where a person decides, or quality does. */
const waits: Readonly<Record<string, ReadonlySet<string>>> = {
  'make-to-stock': new Set(['"reviewing"']),
  'procure-to-pay': new Set(['"deviating"', '"differing"']),
  'intercompany-transfer': new Set(['"differing"']),
  'quality-hold': new Set(['"held"']),
};

export async function readInstances(database: string): Promise<StandingInstance[]> {
  return query<StandingInstance>(
    database,
    'select process, about, status, state::text as state from process_instance where process = any($1)',
    [Object.keys(waits)],
  );
}

/** What is made for stock, bought, sent from company to company or held comes to its end, or waits for a person; none is stuck. */
export function judgeInstances(instances: readonly StandingInstance[]): Verdict {
  const open = instances.filter(
    ({ process, status, state }) =>
      status !== 'ended' && !(status === 'running' && waits[process]!.has(state)),
  );
  return { told: instances.length, effects: instances.length - open.length, findings: open.map(finding) };
}

function finding({ process, about, status, state }: StandingInstance): Finding {
  return {
    fault: 'lost',
    what: `${process}: ${about}: its process stands in ${state}, ${status}`,
    trace: about,
    parked: { systems: [], mark: about },
  };
}
