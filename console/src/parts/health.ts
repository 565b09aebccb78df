import type { Interface, Site, System } from '../ask/sites.ts';

/** How something stands; `late`: further behind than its connectivity rule lets planning rely on. */
export type Health = 'well' | 'held' | 'late' | 'failing' | 'stopped';

const ORDER: Health[] = ['well', 'held', 'late', 'stopped', 'failing'];

export function healthOf({ state, lagSeconds, allowedLagSeconds }: Interface): Health {
  if (state === 'failing' || state === 'stopped' || state === 'held') return state;
  return lagSeconds !== null && lagSeconds > allowedLagSeconds ? 'late' : 'well';
}

export function worst(healths: readonly Health[]): Health {
  return healths.reduce<Health>(
    (bad, each) => (ORDER.indexOf(each) > ORDER.indexOf(bad) ? each : bad),
    'well',
  );
}

/** For sorting: what fails before what is late, what runs last. */
export function worstFirst(a: Health, b: Health): number {
  return ORDER.indexOf(b) - ORDER.indexOf(a);
}

export function healthOfSystem({ interfaces }: System): Health {
  return worst(interfaces.map(healthOf));
}

export function healthOfSite({ systems }: Site): Health {
  return worst(systems.map(healthOfSystem));
}

export function isBad(health: Health): boolean {
  return health === 'failing' || health === 'stopped' || health === 'late';
}

export function lagOf(interfaces: readonly Interface[]): number | null {
  const told = interfaces.flatMap(({ lagSeconds }) => (lagSeconds === null ? [] : [lagSeconds]));
  return told.length > 0 ? Math.max(...told) : null;
}

export function rateOf(interfaces: readonly Interface[]): number {
  return interfaces.reduce((sum, { perMinute }) => sum + (perMinute ?? 0), 0);
}

export function openOf(interfaces: readonly Interface[], state: keyof Interface['open'] = 'parked'): number {
  return interfaces.reduce((sum, { open }) => sum + open[state], 0);
}

/** What waits to be sent: in the ledger, and of what was handed back. */
export function waitingOf(interfaces: readonly Interface[]): number {
  const inLedger = interfaces.reduce((sum, { backlog }) => sum + (backlog?.entries ?? 0), 0);
  return inLedger + openOf(interfaces, 'waiting');
}

/** In the words of the page. */
export const HEALTH_WORDS: Record<Health, string> = {
  well: 'running',
  held: 'held',
  late: 'late',
  failing: 'failing',
  stopped: 'stopped',
};
