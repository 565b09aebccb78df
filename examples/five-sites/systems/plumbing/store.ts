import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface Change {
  in: string;
  key: string;
  /** Absent: the record is gone. */
  value?: unknown;
}

/** A vendor's own database: collections in memory, every write one line of a journal, so that it outlives `kill -9`. */
export interface Store {
  /** All of these, or after a crash none of them. */
  write(changes: Change[]): void;
  collection<T>(name: string): ReadonlyMap<string, T>;
  close(): void;
}

/** So many bytes may be appended before the journal is written anew with only what stands. */
const compactAfter = 128_000_000;

export function openStore(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'journal.ndjson');
  const collections = new Map<string, Map<string, unknown>>();
  const collection = (name: string) => {
    if (!collections.has(name)) collections.set(name, new Map());
    return collections.get(name)!;
  };
  const apply = (changes: Change[]) => {
    for (const change of changes)
      if (change.value === undefined) collection(change.in).delete(change.key);
      else collection(change.in).set(change.key, change.value);
  };
  for (const changes of linesOf(file)) apply(changes);
  compact(file, collections);
  let journal = openSync(file, 'a');
  let grown = 0;
  return {
    write(changes) {
      if (changes.length === 0) return;
      grown += writeSync(journal, `${JSON.stringify(changes)}\n`);
      apply(changes);
      if (grown < compactAfter) return;
      closeSync(journal);
      compact(file, collections);
      journal = openSync(file, 'a');
      grown = 0;
    },
    collection: <T>(name: string) => collection(name) as ReadonlyMap<string, T>,
    close: () => closeSync(journal),
  };
}

/** A last line that was cut off by a crash was never promised to anybody. */
function* linesOf(file: string): Generator<Change[]> {
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop();
  for (const line of lines) yield JSON.parse(line) as Change[];
}

function compact(file: string, collections: Map<string, Map<string, unknown>>): void {
  const lines: string[] = [];
  for (const [name, records] of collections)
    for (const [key, value] of records) lines.push(`${JSON.stringify([{ in: name, key, value }])}\n`);
  writeFileSync(`${file}.new`, lines.join(''));
  renameSync(`${file}.new`, file);
}
