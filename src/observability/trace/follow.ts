import type { Queryable } from '../../database/pool.ts';
import { mentionsOf } from '../../identity/mentions.ts';
import { readAt } from '../../ledger/read.ts';
import type { LedgerEntry } from '../../vocabulary/envelope.ts';
import { isObject } from '../../vocabulary/json.ts';
import type { Related } from './journey.ts';

/** The entries that tell of a thing and of what hangs together with it. */
export interface Followed {
  entries: LedgerEntry[];
  related: Related[];
  truncated: boolean;
}

const ENTRIES = 300;
const KEYS = 50;
/** Order → shipment → milestone. */
const HOPS = 2;

/**
 * Follows mentions both ways: down to the documents and facts that name the thing, and to what names those; up to the documents the
 * thing itself names, without their other followers.
 */
export async function follow(db: Queryable, key: string): Promise<Followed> {
  const entries = new Map<number, LedgerEntry>();
  const related = new Map<string, Related>();
  let truncated = false;
  let keys = [key];
  for (let hop = 0; hop <= HOPS && keys.length > 0; hop++) {
    const about = await readAbout(db, keys);
    truncated ||= about.length >= ENTRIES;
    for (const entry of about) if (entries.size < 2 * ENTRIES) entries.set(entry.position, entry);
    const subjects = about.filter((entry) => entry.subject !== key && !related.has(nameOf(entry)));
    for (const entry of subjects) related.set(nameOf(entry), relatedTo(entry, 'named by'));
    const documents = subjects.filter((entry) => entry.type.endsWith('.changed'));
    keys = [...new Set(documents.map(({ subject }) => subject))].slice(0, KEYS);
  }
  for (const entry of await readNamed(db, namedBy(key, [...entries.values()]))) {
    entries.set(entry.position, entry);
    related.set(nameOf(entry), relatedTo(entry, 'names'));
  }
  const ordered = [...entries.values()].sort((a, b) => a.position - b.position);
  return { entries: ordered, related: [...related.values()], truncated };
}

/** A system may use one number for facts of several entities. */
function nameOf({ entity, subject }: LedgerEntry): string {
  return `${entity} ${subject}`;
}

function relatedTo({ entity, subject }: LedgerEntry, relation: Related['relation']): Related {
  return { entity, key: subject, relation };
}

/** The newest entries with one of these keys as subject, as ordering key, or named in them. */
async function readAbout(db: Queryable, keys: readonly string[]): Promise<LedgerEntry[]> {
  const { rows } = await db.query<{ position: number }>(
    `select distinct about.position from unnest($1::text[]) as k (key) cross join lateral (
       (select position from ledger where subject = k.key order by position desc limit $2)
       union all (select position from ledger where partition_key = k.key and partition_key <> subject
                  order by position desc limit $2)
       union all (select position from mention where key = k.key order by position desc limit $2)
     ) about order by about.position desc limit $2`,
    [keys, ENTRIES],
  );
  return readAt(
    db,
    rows.map((row) => row.position),
  );
}

async function readNamed(db: Queryable, keys: readonly string[]): Promise<LedgerEntry[]> {
  if (keys.length === 0) return [];
  const { rows } = await db.query<{ position: number }>(
    `select l.position from unnest($1::text[]) as k (key) cross join lateral (
       select position from ledger where subject = k.key order by position desc limit 20
     ) l`,
    [keys],
  );
  return readAt(
    db,
    rows.map((row) => row.position),
  );
}

/** What the newest state of the thing names. */
function namedBy(key: string, entries: readonly LedgerEntry[]): string[] {
  const newest = entries.findLast((entry) => entry.subject === key);
  if (!newest) return [];
  const { record } = newest.data;
  return mentionsOf(isObject(record) ? record : newest.data).slice(0, KEYS);
}
