import type { Queryable } from '../../database/pool.ts';
import { OVERDUE_TIMERS } from '../../processes/timers.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { refuse } from '../problems.ts';
import type { InstanceOrder, InstancesPage, InstancesQuery } from './contract.ts';
import { type Row, toView, VIEWED } from './view.ts';
import { where, whereCounted } from './where.ts';

/** Instances that an index has in order, by a moment or else by their ids alone. */
interface Run {
  from: string;
  at?: string;
  id: string;
  backwards?: true;
  only?: string;
}

const INSTANCES = { from: 'process_instance i', id: 'i.id' };

/** The timer that will say it first; of several at the same moment, of one state. */
const NEXT = `starts_with(t.timer, '${OVERDUE_TIMERS}') and i.overdue_at is null and not exists (
  select from process_timer u where u.instance = t.instance and starts_with(u.timer, '${OVERDUE_TIMERS}') and (u.due_at, u.timer) < (t.due_at, t.timer))`;

/** Each order is made of runs, one after the other. */
const ORDERS: Record<InstanceOrder, readonly Run[]> = {
  key: [INSTANCES],
  still: [{ ...INSTANCES, at: 'i.changed_at' }],
  oldest: [{ ...INSTANCES, at: 'i.started_at' }],
  newest: [{ ...INSTANCES, at: 'i.started_at', backwards: true }],
  due: [
    { ...INSTANCES, at: 'i.overdue_at', only: 'i.overdue_at is not null' },
    {
      from: 'process_timer t join process_instance i on i.id = t.instance and t.process = i.process',
      at: 't.due_at',
      id: 't.instance',
      only: `t.process = $1 and ${NEXT}`,
    },
  ],
};

/** Where a page ended: in which run, at which moment, which instance. */
interface Place {
  run: number;
  at: string;
  id: string;
}

type Found = Row & Place;

/** One page of the instances of a process. */
export async function listInstances(
  db: Queryable,
  process: string,
  query: InstancesQuery,
  keys?: readonly string[],
): Promise<InstancesPage> {
  const limit = query.limit ?? 100;
  const states = query.state === undefined ? undefined : await readStates(db, process, query.state);
  const chosen = where(process, query, keys, states);
  const after = placeOf(query.cursor);
  const [found, total] = await Promise.all([
    readRuns(db, ORDERS[query.first ?? 'key'], chosen, after, limit + 1),
    countInstances(db, process, query, keys),
  ]);
  const page = found.slice(0, limit);
  return {
    instances: page.map(toView),
    total,
    ...(found.length > limit && { next: cursorOf(page.at(-1)!) }),
  };
}

async function readRuns(
  db: Queryable,
  runs: readonly Run[],
  chosen: ReturnType<typeof where>,
  after: Place | undefined,
  limit: number,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const [n, run] of runs.entries()) {
    if (n < (after?.run ?? 0) || found.length === limit) continue;
    const from = after?.run === n ? after : undefined;
    const { text, values } = statementOf(run, chosen, from, limit - found.length);
    const { rows } = await db.query<Row & { at: string }>(text, values);
    found.push(...rows.map((row) => ({ ...row, run: n })));
  }
  return found;
}

function statementOf(
  { from, at, id, backwards, only }: Run,
  chosen: ReturnType<typeof where>,
  after: Place | undefined,
  limit: number,
): { text: string; values: unknown[] } {
  const values = [...chosen.values];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions = [chosen.text, ...(only === undefined ? [] : [only])];
  const past = backwards ? '<' : '>';
  if (after && at === undefined) conditions.push(`${id} > ${given(after.id)}`);
  if (after && at !== undefined)
    conditions.push(`(${at}, ${id}) ${past} (${given(after.at)}::timestamptz, ${given(after.id)})`);
  const order = (at === undefined ? [id] : [at, id]).map((each) => `${each}${backwards ? ' desc' : ''}`);
  const text = `select ${VIEWED}, ${at === undefined ? `''` : `${at}::text`} as at
    from ${from} where ${conditions.join(' and ')} order by ${order.join()} limit ${given(limit)}`;
  return { text, values };
}

function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const parts = readCursor(cursor, 3);
  if (!Array.isArray(parts)) return refuse(parts);
  const [run, at, id] = parts as [string, string, string];
  return { run: Number(run), at, id };
}

/** To the microsecond: instances that came in one round differ by nothing else. */
function cursorOf({ run, at, id }: Place): string {
  return writeCursor(String(run), at, id);
}

/** All states in which instances are or were, as JSON, that hold this one. */
async function readStates(db: Queryable, process: string, state: string): Promise<string[]> {
  const { text, values } = whereCounted(process, { state });
  const { rows } = await db.query<{ state: string }>(
    `select distinct state from process_count where ${text}`,
    values,
  );
  return rows.map((row) => row.state);
}

/** Those that know a key are few; all others are counted where they stand. */
async function countInstances(
  db: Queryable,
  process: string,
  query: InstancesQuery,
  keys: readonly string[] | undefined,
): Promise<number> {
  const { text, values } = keys ? where(process, query, keys) : whereCounted(process, query);
  const { rows } = await db.query<{ total: number }>(
    keys
      ? `select count(*)::int as total from process_instance i where ${text}`
      : `select coalesce(sum(instances), 0)::int as total from process_count where ${text}`,
    values,
  );
  return rows[0]!.total;
}
