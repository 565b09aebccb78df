import type { Connection } from './database/pool.ts';
import type { Later } from './database/transaction.ts';
import type { Arrival } from './identity/arrival.ts';
import type { Taken } from './identity/take.ts';
import {
  type Checked,
  findingsOf,
  hasFindings,
  mendFindings,
  noteFindings,
  type Teller,
} from './stewardship/findings.ts';

/** What the rules found in a batch is kept with it, and what the systems mended is over; an interface without findings pays nothing. */
export async function keepFindings(
  connection: Connection,
  later: Later,
  inlet: Teller & { findings?: boolean },
  arrivals: readonly Arrival[],
  outcomes: Taken['outcomes'],
): Promise<void> {
  const checked = arrivals.flatMap((arrival): Checked[] => {
    const outcome = outcomes.get(arrival);
    if (outcome?.outcome === 'unchanged' && outcome.stale) return [];
    const key = outcome && 'key' in outcome ? outcome.key : undefined;
    return [{ ...arrival, ...(key !== undefined && { key }) }];
  });
  const some = checked.some((each) => findingsOf(each).length > 0);
  inlet.findings ??= await hasFindings(connection, inlet.interface.id);
  if (inlet.findings && inlet.entity.kind !== 'fact') later(mendFindings(connection, inlet, checked));
  if (!some) return;
  inlet.findings = true;
  later(noteFindings(connection, inlet, checked));
}
