import type { Queryable } from '../database/pool.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';

/** What is looked for; absent: whatever it is. */
export interface Wanted {
  entity: string;
  site?: string;
  states?: readonly string[];
  /** Canonical key of an item it is of or has a line of. */
  item?: string;
  /** Words that its numbers and names begin with. */
  text?: string;
  /** Not yet done with; the one that is wanted first comes first. Without it they come by their keys. */
  open?: true;
  /** Wanted before that day. */
  before?: string;
}

/** The day of what nobody told a day of. */
export const NEVER = '9999-12-31';

/** The last of a page: the next one begins after it. */
export interface Place {
  day: string;
  key: string;
}

export interface Found extends Place {
  label: string;
  version: number;
  changedAt: Instant;
  record: JsonObject;
}

interface Row extends Place {
  label: string;
  version: number;
  changed_at: Instant;
  data: JsonObject;
}

/** One page of current records, as the register has them; the records themselves as they are now. */
export async function findRecords(
  db: Queryable,
  wanted: Wanted,
  after: Place | undefined,
  limit: number,
): Promise<Found[]> {
  const { text, values } = statementOf(wanted, after, limit);
  const { rows } = await db.query<Row>(text, values);
  return rows.map(({ data, changed_at, ...row }) => ({ ...row, changedAt: changed_at, record: data }));
}

/** Built of the conditions that there are, so that PostgreSQL plans for these alone. */
function statementOf(wanted: Wanted, after: Place | undefined, limit: number) {
  const values: unknown[] = [wanted.entity];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['g.entity = $1'];
  if (wanted.open) conditions.push('g.open');
  if (wanted.site !== undefined) conditions.push(`g.site = ${given(wanted.site)}`);
  if (wanted.states?.length) conditions.push(`g.state = any(${given(wanted.states)}::text[])`);
  if (wanted.before !== undefined) conditions.push(`g.day < ${given(wanted.before)}`);
  const terms = termsOf(wanted);
  if (terms !== '') conditions.push(`g.terms @@ ${given(terms)}::tsquery`);
  if (after && wanted.open) conditions.push(`(g.day, g.key) > (${given(after.day)}, ${given(after.key)})`);
  if (after && !wanted.open) conditions.push(`g.key > ${given(after.key)}`);
  const order = wanted.open ? 'g.day, g.key' : 'g.key';
  const text = `
    with page as materialized (
      select g.entity, g.key, g.day, g.label from register g where ${conditions.join(' and ')} order by ${order} limit ${given(limit)}
    )
    select g.key, g.day, g.label, r.version, r.changed_at, r.data from page g join record r using (entity, key) order by ${order}`;
  return { text, values };
}

/** `pump 10` as a tsquery: each word as the beginning of a term. */
function termsOf({ text = '', item }: Wanted): string {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return [
    ...words.map((word) => `${quoted(word)}:*`),
    ...(item === undefined ? [] : [quoted(`@${item}`)]),
  ].join(' & ');
}

function quoted(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
