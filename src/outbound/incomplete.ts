import { missingOf } from '../identity/missing.ts';
import { isState } from '../vocabulary/envelope.ts';
import { isObject } from '../vocabulary/json.ts';
import { problem } from '../vocabulary/problem.ts';
import type { Leaving } from './leaving.ts';
import { localKeyOf } from './localKey.ts';
import type { CompiledOutlet, OutboundLine } from './outlet.ts';

/** A thing that the target has no key for waits until it has all that the target requires; its next state takes its place. */
export function holdIncomplete(
  line: Pick<OutboundLine, 'references'>,
  outlet: CompiledOutlet,
  leaving: readonly Leaving[],
  heldBack: Set<string>,
): void {
  const { requires } = outlet.interface;
  if (requires.length === 0) return;
  for (const l of leaving) {
    const { record } = l.entry.data;
    if (l.left || !isState(l.entry) || !isObject(record) || localKeyOf(line, outlet, l) !== undefined)
      continue;
    const missing = missingOf(record, requires);
    if (missing.length === 0) continue;
    l.problem = problem('incomplete', 'route', `waits for ${missing.join(', ')}`, {
      field: missing[0]!,
    });
    heldBack.add(l.entry.partitionKey);
  }
}
