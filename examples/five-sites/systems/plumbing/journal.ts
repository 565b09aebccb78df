import type { Change, Store } from './store.ts';

/** What a system told, or what it was told and what came of it. */
export type Note = {
  /** As the system knows it, or as it was told it. */
  id: string;
  /** What its order matters by. */
  key?: string;
  /** Of a document: how far it is. */
  state?: string;
} & ({ told: string; dirt?: string } | { took: string; outcome: 'accepted' | 'repeated' | 'rejected' });

export type JournalEntry = { n: number; at: number } & Note;

/** A system's own record of what went out and came in, in order, for a judge; written with the effect that it notes. */
export interface Journal {
  /** The changes that keep the note, for the same write as its effect. */
  note(note: Note): Change[];
  /** The entries after number `n`, oldest first. */
  after(n: number, most: number): Promise<JournalEntry[]>;
}

const kept = 100_000;

/** A journal in the system's store; of its entries the last ones are kept. */
export function openJournal(store: Store): Journal {
  const entries = store.collection<JournalEntry>('journal');
  let last = Math.max(0, ...[...entries.keys()].slice(-1).map(Number));
  return {
    note(note) {
      const n = ++last;
      return [
        { in: 'journal', key: String(n), value: { n, at: Date.now(), ...note } },
        { in: 'journal', key: String(n - kept) },
      ];
    },
    async after(n, most) {
      const first = Math.max(n + 1, last - kept + 1);
      const numbers = Array.from({ length: Math.min(most, last - first + 1) }, (_, i) => String(first + i));
      return numbers.flatMap((number) => entries.get(number) ?? []);
    },
  };
}
