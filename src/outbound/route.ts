import type { TargetScope } from '../delivery/chosen.ts';
import { overtaken } from '../delivery/latest.ts';
import type { Onward } from '../ledger/read.ts';
import { isOwn, isState, kindOf } from '../vocabulary/envelope.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Leaving } from './leaving.ts';
import type { CompiledOutlet, Outlet } from './outlet.ts';

/** Only what is in scope, and back to the system it came from only what something older there would else take the place of. */
export function route(outlet: CompiledOutlet, leaving: Leaving[]): void {
  for (const l of leaving)
    if (isOwn(outlet.system.code, l.entry) || !isInScope(outlet, l.entry)) l.left = true;
}

type Scoped = Pick<Outlet, 'interface' | 'system' | 'wants'>;

function isInScope({ interface: { sites, takes }, system, wants }: Scoped, entry: Onward): boolean {
  if (kindOf(entry) !== takes) return false;
  if (takes === 'proposals' && entry.data['authority'] !== system.code) return false;
  const ofSite = sites.length === 0 || (entry.site !== undefined && sites.includes(entry.site));
  return ofSite && wants(contentOf(entry));
}

/** What a replay chooses by. */
export function scopeOfTarget(outlet: Scoped): TargetScope {
  return {
    entity: outlet.interface.entity,
    system: outlet.system.code,
    isInScope: (entry) => isInScope(outlet, entry),
  };
}

/** Of the states of a thing only the newest of the round goes. */
export function leaveOvertaken(leaving: Leaving[]): void {
  const going = leaving.filter((l) => !l.left && isState(l.entry));
  const newest = overtaken(going.map((l) => l.entry));
  for (const l of going) {
    const by = newest.get(l.entry.position);
    if (by === undefined) continue;
    l.left = true;
    l.overtakenBy = by;
  }
}

/** What `where:` is asked of: `{record, change, …}`, `{verb, data, …}` or `{fact}`. */
function contentOf(entry: Onward): JsonObject {
  return isState(entry) || kindOf(entry) !== 'changes' ? entry.data : { fact: entry.data };
}
