import type { Queryable } from '../../../database/pool.ts';
import { readWords, type Word } from '../../../delivery/maintenance.ts';
import { type Calendar, type Closed, calendar } from '../../../delivery/windows.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import { type Closable, closedByPeople } from './closable.ts';
import type { SystemMaintenance, Window } from './contract.ts';

const NEXT = 3;

/** When these are closed, now and next; after each system those of its interfaces that people closed. */
export async function readMaintenance(
  db: Queryable,
  landscape: Landscape,
  asked: readonly Closable[],
  now: number,
): Promise<SystemMaintenance[]> {
  const words = await readWords(db);
  const all = asked.flatMap((each) => [each, ...closedByPeople(landscape, each, words)]);
  return all.map((system) => maintenanceOf(system, landscape, words.get(system.code) ?? [], now));
}

function maintenanceOf(
  system: Closable,
  landscape: Landscape,
  words: readonly Word[],
  now: number,
): SystemMaintenance {
  const plan = calendar(system.maintenance, words);
  const closed = plan.at(now);
  return {
    system: system.code,
    timeZone: landscape.sites.get(system.site)!.timeZone,
    ...(closed && { now: toWindow(closed) }),
    next: nextOf(plan, now).map(toWindow),
    said: words
      .filter(({ to }) => to > now)
      .map(({ id, says, by, at, ...span }) => ({
        id,
        says,
        by,
        at,
        ...(toWindow(span) as Required<Window>),
      })),
  };
}

export function nextOf(plan: Calendar, now: number): Closed[] {
  const found: Closed[] = [];
  let at = now;
  while (found.length < NEXT) {
    const next = plan.after(at);
    if (!next) break;
    found.push(next);
    if (next.to === undefined) break;
    at = next.from;
  }
  return found;
}

export function toWindow({ from, to, reason }: Closed): Window {
  return {
    from: new Date(from).toISOString(),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
    ...(reason !== undefined && { reason }),
  };
}
