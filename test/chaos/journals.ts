import type { JournalEntry } from '../../examples/five-sites/systems/plumbing/journal.ts';
import type { SystemProcess } from './systems.ts';

/** What each system says it told and took, in its own order. */
export type Journals = ReadonlyMap<string, readonly JournalEntry[]>;

export interface Reading {
  /** Reads on; a system that does not answer is read the next time. Resolves to the number of new entries that say something new. */
  readOn(): Promise<number>;
  /** All that was read. */
  journals(): Journals;
}

/** Warehouses tell what lies in their bins for ever, also when nothing happens. */
function newsOfStock(): (entry: JournalEntry) => boolean {
  const last = new Map<string, string | undefined>();
  return (entry) => {
    if (!('took' in entry) || !['inventory', 'stock levels'].includes(entry.took)) return true;
    const name = `${entry.took} ${entry.id}`;
    const isNews = !last.has(name) || last.get(name) !== entry.state;
    last.set(name, entry.state);
    return isNews;
  };
}

/** Entries of a database may become visible a little out of order: so many are looked at again. */
const overlap = 500;

export function readJournals(systems: ReadonlyMap<string, SystemProcess>): Reading {
  const read = new Map([...systems.keys()].map((name) => [name, new Map<number, JournalEntry>()]));
  const lastOf = new Map<string, number>();
  const isNews = newsOfStock();
  const readOne = async (system: SystemProcess) => {
    const entries = read.get(system.name)!;
    let fresh = 0;
    let after = Math.max(0, (lastOf.get(system.name) ?? 0) - overlap);
    for (;;) {
      const page = (await system.control('GET', `/journal?after=${after}`)) as JournalEntry[];
      fresh += page.filter((entry) => !entries.has(entry.n) && isNews(entry)).length;
      for (const entry of page) entries.set(entry.n, entry);
      const last = page.at(-1)?.n;
      if (last === undefined) return fresh;
      after = last;
      lastOf.set(system.name, last);
    }
  };
  return {
    async readOn() {
      const results = await Promise.allSettled([...systems.values()].map(readOne));
      return results.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), 0);
    },
    journals: () =>
      new Map([...read].map(([name, entries]) => [name, [...entries.values()].sort((a, b) => a.n - b.n)])),
  };
}
