import { column, fromColumns } from '../database/columns.ts';
import type { Connection } from '../database/pool.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';

export interface MentioningEntry extends NewEntry {
  /** Canonical keys of the documents it names. */
  mentions?: readonly string[];
}

/** Keeps which documents the entries name; `first` is the position of the first of them. */
export async function mention(
  connection: Connection,
  entries: readonly MentioningEntry[],
  first: number,
): Promise<void> {
  const keys: string[] = [];
  const positions: number[] = [];
  entries.forEach((entry, i) => {
    for (const key of new Set(entry.mentions)) {
      keys.push(key);
      positions.push(first + i);
    }
  });
  if (keys.length === 0) return;
  await connection.query({
    name: 'mention',
    text: `insert into mention (key, position) select * from ${fromColumns(['text', 'bigint'])}`,
    values: [column(keys), column(positions)],
  });
}
