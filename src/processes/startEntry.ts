import type { Chart } from '../landscape/processes/chart.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { ProcessEvent } from './event.ts';

/** Someone's decision to start an instance, as it stands in the ledger: only the process it names hears it, as the event its chart starts with. */
export function startEntry(
  { code, start }: Chart,
  { subject, time, data }: ProcessEvent,
  asked: string,
): NewEntry {
  const entity = start.on.split('.')[0]!;
  return {
    id: `start ${asked}`,
    type: `decision.${entity}.start`,
    entity,
    system: code,
    subject,
    partitionKey: subject,
    time,
    data: JSON.stringify({ ...data, starts: code }),
  };
}

/** The type under which a process hears an entry that starts it; undefined when it starts none, or another one. */
export function startsAs({ code, start }: Chart, type: string, { starts }: JsonObject): string | undefined {
  return type.startsWith('decision.') && starts === code ? start.on : undefined;
}
