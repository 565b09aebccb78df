import { type OpenDelivery, openStates } from '../delivery/latest.ts';
import { heldKeys } from '../delivery/parked.ts';
import type { Onward } from '../ledger/read.ts';
import { kindOf } from '../vocabulary/envelope.ts';
import { type Leaving, stopBehind } from './leaving.ts';
import type { OutboundLine, Outlet } from './outlet.ts';

/**
 * Entries whose key has an earlier open message wait behind it; where the latest state wins, its older states make way, and a command that is asked again takes
 * the place of the one that was refused.
 */
export async function holdBehind(line: OutboundLine, outlet: Outlet, leaving: Leaving[]): Promise<void> {
  const fresh = leaving.filter((l) => !l.left && !l.again);
  if (fresh.length === 0) return;
  const { id, send } = outlet.interface;
  const keys = [...new Set(fresh.map((l) => l.entry.partitionKey))];
  if (send === 'latest') return overtakeOpen(fresh, await openStates(line.pool, id, keys));
  await takePlaces(line, id, fresh);
  const made = fresh.flatMap(({ overtakes = [] }) => overtakes);
  const held = await heldKeys(line.pool, id, keys, made);
  for (const l of fresh) {
    const first = held.get(l.entry.partitionKey);
    if (first !== undefined && first < l.entry.position) stopBehind(l);
  }
}

async function takePlaces(
  { pool }: OutboundLine,
  interfaceId: string,
  fresh: readonly Leaving[],
): Promise<void> {
  const again = fresh.filter(({ entry }) => replacedBy(entry) !== undefined);
  if (again.length === 0) return;
  const keys = again.map(({ entry }) => entry.partitionKey);
  const open = await openStates(pool, interfaceId, [...new Set(keys)]);
  for (const l of again) {
    const made = open.get(l.entry.partitionKey)?.find(({ entry }) => entry === replacedBy(l.entry));
    if (made) l.overtakes = [made.id];
  }
}

/** Id of the command whose place this one takes. */
function replacedBy(entry: Onward): string | undefined {
  const { replaces } = entry.data;
  return kindOf(entry) === 'commands' && typeof replaces === 'string' ? replaces : undefined;
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
