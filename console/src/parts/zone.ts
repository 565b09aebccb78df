import { useSyncExternalStore } from 'react';

/** Whose clock times are told by. */
export type Zone = 'reader' | 'site';

const KEPT = 'lineshaft.zone';
const heard = new Set<() => void>();

export function useZone(): Zone {
  return useSyncExternalStore(
    (hear) => {
      heard.add(hear);
      return () => void heard.delete(hear);
    },
    () => (localStorage.getItem(KEPT) === 'site' ? 'site' : 'reader'),
  );
}

export function setZone(zone: Zone): void {
  localStorage.setItem(KEPT, zone);
  for (const hear of heard) hear();
}
