import type { Pool, Queryable } from '../database/pool.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';
import { itemKeys } from './itemKeys.ts';
import { pageOf, type Way, withWords } from './page.ts';
import { keysQuery, wordsQuery } from './words.ts';

/** What is looked for; absent: whatever it is. */
export interface Wanted {
  entity: string;
  site?: string;
  states?: readonly string[];
  /** Canonical key of an item it is of or has a line of; also of those merged into it. */
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
  pool: Pool,
  wanted: Wanted,
  after: Place | undefined,
  limit: number,
): Promise<Found[]> {
  const terms = await termsOf(pool, wanted);
  if (terms === '') return read(pool, statementOf(wanted, after, limit));
  return withWords(pool, terms, limit, (connection, way) =>
    read(connection, statementOf(wanted, after, limit, { terms, way })),
  );
}

async function read(db: Queryable, { text, values }: Statement): Promise<Found[]> {
  const { rows } = await db.query<Row>(text, values);
  return rows.map(({ data, changed_at, ...row }) => ({ ...row, changedAt: changed_at, record: data }));
}

interface Statement {
  text: string;
  values: unknown[];
}

/** Built of the conditions that there are, so that PostgreSQL plans for these alone. */
function statementOf(
  wanted: Wanted,
  after: Place | undefined,
  limit: number,
  words?: { terms: string; way: Way },
): Statement {
  const values: unknown[] = [wanted.entity];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['g.entity = $1'];
  if (wanted.open) conditions.push('g.open');
  if (wanted.site !== undefined) conditions.push(`g.site = ${given(wanted.site)}`);
  if (wanted.states?.length === 1) conditions.push(`g.state = ${given(wanted.states[0])}`);
  else if (wanted.states) conditions.push(`g.state = any(${given(wanted.states)}::text[])`);
  if (wanted.before !== undefined) conditions.push(`g.day < ${given(wanted.before)}`);
  if (after && wanted.open) conditions.push(`(g.day, g.key) > (${given(after.day)}, ${given(after.key)})`);
  if (after && !wanted.open) conditions.push(`g.key > ${given(after.key)}`);
  const order = wanted.open ? 'g.day, g.key' : 'g.key';
  const page = pageOf({ conditions, order, limit }, words && { terms: given(words.terms), way: words.way });
  const text = `
    with page as materialized (${page})
    select g.key, g.day, g.label, r.version, r.changed_at, r.data from page g join record r using (entity, key) order by ${order}`;
  return { text, values };
}

async function termsOf(db: Queryable, { text = '', item }: Wanted): Promise<string> {
  const words = wordsQuery(text);
  const named = item === undefined ? [] : [keysQuery(await itemKeys(db, item))];
  return [...(words === '' ? [] : [words]), ...named].join(' & ');
}
