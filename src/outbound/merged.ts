import { column } from '../database/columns.ts';
import type { Onward } from '../ledger/read.ts';
import { isState } from '../vocabulary/envelope.ts';
import type { Leaving } from './leaving.ts';
import type { CompiledOutlet, OutboundLine } from './outlet.ts';

/**
 * Things that became one, or two again, are known under other keys from here on: what is remembered of them is forgotten, in the order of the
 * ledger. A thing that ended in another one is told only to a system that has both, under the key that ends; to all others the survivor is told
 * under the key they have.
 */
export async function heedMerges(
  line: Pick<OutboundLine, 'pool' | 'references'>,
  outlet: CompiledOutlet,
  leaving: readonly Leaving[],
): Promise<void> {
  const regrouped = leaving.filter(({ entry }) => isRegrouped(entry));
  if (regrouped.length === 0) return;
  const keys = regrouped.flatMap(({ entry: { subject, data } }) => [subject, data['into'], data['from']]);
  line.references.forget(new Set(keys.filter((key) => typeof key === 'string')));
  const ended = regrouped.filter(({ entry }) => typeof entry.data['into'] === 'string');
  if (ended.length === 0) return;
  const found = await endedKeys(
    line,
    outlet,
    ended.map(({ entry }) => entry.subject),
  );
  for (const l of ended) {
    const localKey = found.get(l.entry.subject);
    if (localKey === undefined) l.left = true;
    else l.endedAs = localKey;
  }
}

function isRegrouped(entry: Onward): boolean {
  const { change } = entry.data;
  return isState(entry) && (change === 'merged' || change === 'split');
}

const ENDED = {
  name: 'merged-local',
  text: `select o.merged_from, o.local_key from observation o
         where o.system = $1 and o.entity = $2 and o.merged_from = any(string_to_array($3, E'\\x1e', E'\\x1f')) and exists (
           select from observation s where s.key = o.key and s.system = o.system and s.entity = o.entity and s.merged_from is null)
         order by o.local_key`,
};

/** The keys of merged things in a system that has a key of its own for what they were merged into. */
async function endedKeys(
  line: Pick<OutboundLine, 'pool'>,
  { system, interface: { entity } }: CompiledOutlet,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await line.pool.query<{ merged_from: string; local_key: string }>({
    ...ENDED,
    values: [system.code, entity, column(keys)],
  });
  return new Map(rows.map((row) => [row.merged_from, row.local_key]));
}

/** An older state of what is another thing now: that one, which follows in the ledger, says all of it. */
export function leaveMerged(
  { references }: Pick<OutboundLine, 'references'>,
  leaving: readonly Leaving[],
): void {
  for (const l of leaving) {
    const { subject, data } = l.entry;
    if (isState(l.entry) && typeof data['into'] !== 'string' && references.mergedInto(subject) !== undefined)
      l.left = true;
  }
}
