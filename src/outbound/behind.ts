import { type OpenDelivery, openStates } from '../delivery/latest.ts';
import { heldKeys } from '../delivery/parked.ts';
import { type Leaving, stopBehind } from './leaving.ts';
import type { OutboundLine, Outlet } from './outlet.ts';

/** Entries whose key has an earlier open message wait behind it; where the latest state wins, its older states make way. */
export async function holdBehind(line: OutboundLine, outlet: Outlet, leaving: Leaving[]): Promise<void> {
  const fresh = leaving.filter((l) => !l.left && !l.again);
  if (fresh.length === 0) return;
  const { id, send } = outlet.interface;
  const keys = [...new Set(fresh.map((l) => l.entry.partitionKey))];
  if (send === 'latest') return overtakeOpen(fresh, await openStates(line.pool, id, keys));
  const held = await heldKeys(line.pool, id, keys);
  for (const l of fresh) {
    const first = held.get(l.entry.partitionKey);
    if (first !== undefined && first < l.entry.position) stopBehind(l);
  }
}

/** A newer state takes the place of the open ones of its thing; other things of its key it waits behind. */
function overtakeOpen(fresh: readonly Leaving[], open: Map<string, OpenDelivery[]>): void {
  for (const l of fresh) {
    const { partitionKey, subject, position } = l.entry;
    const all = open.get(partitionKey) ?? [];
    const [others, own] = [
      all.filter((o) => o.subject !== subject),
      all.filter((o) => o.subject === subject),
    ];
    l.overtakes = own.flatMap((o) => (o.position < position ? o.id : []));
    open.set(partitionKey, others);
    if (others.some((o) => o.position < position)) stopBehind(l);
  }
}
