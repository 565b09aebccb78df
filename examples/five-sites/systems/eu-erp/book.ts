import type { Count } from '../plumbing/counts.ts';
import { type Fields, textOf } from '../plumbing/fields.ts';
import type { Note } from '../plumbing/journal.ts';
import type { Kit } from '../plumbing/kit.ts';
import type { Change } from '../plumbing/store.ts';

/** A record of a set; `version` makes its ETag. */
export interface Entry {
  version: number;
  record: Fields;
}

/** What one request or job reads and changes: nothing is kept unless it ends well, then all of it at once. */
export interface Book {
  get(set: string, key: string): Fields | undefined;
  entry(set: string, key: string): Entry | undefined;
  all(set: string): Iterable<Fields>;
  /** Stamps the record with its change time and the user. */
  put(set: string, key: string, record: Fields, user: string): Entry;
  /** Drawn from a number range of the ERP. */
  number(range: string, first: number): string;
  /** Due so many steps of the pace from now. */
  job(job: string, ref: string, steps: number): void;
  /** True the first time that this id is booked. */
  once(id: string): boolean;
  count(count: Count): void;
  note(note: Note): void;
  commit(more?: Change[]): void;
}

export function openBook(kit: Kit): Book {
  const pending = new Map<string, Change>();
  const counts: Count[] = [];
  const notes: Note[] = [];
  const read = <T>(collection: string, key: string): T | undefined => {
    const mine = pending.get(`${collection}\n${key}`);
    return mine === undefined ? kit.store.collection<T>(collection).get(key) : (mine.value as T);
  };
  const write = (collection: string, key: string, value: unknown) => {
    pending.set(`${collection}\n${key}`, { in: collection, key, value });
  };
  const next = (name: string, atLeast: number) => {
    const value = Math.max(atLeast, (read<number>('numbers', name) ?? 0) + 1);
    write('numbers', name, value);
    return value;
  };
  const entry = (set: string, key: string) => read<Entry>(set, key);
  return {
    entry,
    get: (set, key) => entry(set, key)?.record,
    *all(set) {
      for (const key of kit.store.collection<Entry>(set).keys()) yield entry(set, key)!.record;
    },
    put(set, key, record, user) {
      const LastChangeDateTime = new Date(next('clock', Date.now())).toISOString();
      const value = {
        version: (entry(set, key)?.version ?? 0) + 1,
        record: { ...record, LastChangeDateTime, LastChangedByUser: user },
      };
      const before = entry(set, key)?.record;
      write(set, key, value);
      notes.push(...documentNote(set, key, before, record));
      return value;
    },
    number: (range, first) => String(next(`range ${range}`, first)),
    job(job, ref, steps) {
      write('jobs', `${next('job', 1)}`, { job, ref, due: Date.now() + steps * kit.options.pace });
    },
    once(id) {
      if (read('seen', id) !== undefined) return false;
      write('seen', id, 1);
      return true;
    },
    count: (count) => void counts.push(count),
    note: (note) => void notes.push(note),
    commit: (more = []) =>
      kit.write([...pending.values(), ...more, ...notes.flatMap((note) => kit.journal.note(note))], counts),
  };
}

const documents: Record<string, { told: string; state: string; key?: string }> = {
  Stock: { told: 'stock', state: 'Quantity', key: 'Plant' },
  ProductionOrders: { told: 'productionOrders', state: 'Status', key: 'Plant' },
  Deliveries: { told: 'deliveries', state: 'Status' },
  SalesOrders: { told: 'salesOrders', state: 'OverallStatus', key: 'ExternalReference' },
  BillingDocuments: { told: 'invoices', state: 'Status' },
};

/** A document that is new or in another state, or stock that is another. */
function documentNote(set: string, id: string, before: Fields | undefined, now: Fields): Note[] {
  const document = documents[set];
  if (document === undefined || before?.[document.state] === now[document.state]) return [];
  const key = document.key === undefined ? '' : textOf(now[document.key]);
  return [{ told: document.told, id, state: textOf(now[document.state]), ...(key !== '' && { key }) }];
}
