/** The ids of the last messages, so that what an overlap reads again is not offered again. Bounded. */
export interface RecentIds {
  has(id: string): boolean;
  add(ids: Iterable<string>): void;
  clear(): void;
}

export function recentIds(limit: number): RecentIds {
  const known = new Set<string>();
  return {
    has: (id) => known.has(id),
    add: (ids) => {
      for (const id of ids) {
        known.delete(id);
        known.add(id);
      }
      for (const oldest of known) {
        if (known.size <= limit) break;
        known.delete(oldest);
      }
    },
    clear: () => known.clear(),
  };
}
