import { answerEntry } from '../vocabulary/answer.ts';
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
  const by = { by: id, system: system.code };
  return leaving.flatMap(({ entry, outcome }): NewEntry[] => {
    if (outcome?.outcome === 'delivered')
      return [answerEntry(entry, by, 'delivered', { interface: id, localKey: outcome.localKey })];
    if (outcome?.outcome !== 'rejected') return [];
    const problem = outcome.problem as unknown as Json;
    return [answerEntry(entry, by, 'refused', { interface: id, problem })];
  });
}
