import type { Chart } from '../landscape/processes/chart.ts';
import type { Heard as HeardEntry } from '../ledger/read.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Heard } from './instance.ts';
import { keysOf } from './keys.ts';
import { startsAs } from './startEntry.ts';

/** An entry of the ledger as a process hears it, with the canonical keys it is about. */
export interface Told {
  heard: Heard & { position: number };
  keys: readonly string[];
}

export function toTold(chart: Chart, entry: HeardEntry): Told {
  const { type, subject, time, data, position } = entry;
  const heard = startsAs(chart, type, data) ?? eventOf(type, data);
  return { heard: { event: { type: heard, subject, time, data }, position }, keys: keysOf(entry) };
}

/** What became of a command is an event under the command's own name. */
function eventOf(type: string, { command, answer }: JsonObject): string {
  return type.startsWith('answer.') ? `${String(command)}.${String(answer)}` : type;
}

/** The process to whose command this is the answer: it is found by its instance's id, and nobody else hears it. */
export function answersTo({ data }: Heard['event']): string | undefined {
  return 'answer' in data && typeof data['process'] === 'string' ? data['process'] : undefined;
}
