import type { NewEntry } from '../vocabulary/envelope.ts';
import type { Json } from '../vocabulary/json.ts';
import type { Leaving } from './leaving.ts';
import type { Outlet } from './outlet.ts';

/** What became of commands, for the processes that gave them: delivered, or refused by the system in its own words. */
export function answersOf(
  { interface: { id, takes }, system }: Outlet,
  leaving: readonly Leaving[],
): NewEntry[] {
  if (takes !== 'commands') return [];
  const now = new Date().toISOString();
  return leaving.flatMap(({ entry, outcome }): NewEntry[] => {
    if (outcome?.outcome !== 'delivered' && outcome?.outcome !== 'rejected') return [];
    const { verb, process, instance, command, n } = entry.data;
    const answer = outcome.outcome === 'delivered' ? 'delivered' : 'refused';
    const data: { [name: string]: Json | undefined } = {
      ...{ verb, process, instance, command, n, answer, interface: id },
      ...(outcome.outcome === 'delivered' &&
        outcome.localKey !== undefined && { localKey: outcome.localKey }),
      ...(outcome.outcome === 'rejected' && { problem: outcome.problem as unknown as Json }),
    };
    return [
      {
        id: `${String(instance)}#${String(n)}/${id}/${answer}`,
        type: `answer.${entry.entity}.${String(verb)}`,
        entity: entry.entity,
        system: system.code,
        subject: entry.subject,
        partitionKey: entry.partitionKey,
        time: now,
        data: JSON.stringify(data),
      },
    ];
  });
}
