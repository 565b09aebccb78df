import type { Queryable } from '../../database/pool.ts';
import type { Given, Heard } from '../../processes/instance.ts';
import { toInstance } from '../../processes/store.ts';
import { OVERDUE_TIMERS, stateOf } from '../../processes/timers.ts';
import type { Instant } from '../../vocabulary/json.ts';
import type { InstanceDetail, InstancesPage, InstancesQuery, InstanceView } from './contract.ts';
import { where, whereCounted } from './where.ts';

type Row = Parameters<typeof toInstance>[0] & { due: { at: string; timer: string } | null };

/** The timer that will say next that the instance is overdue. */
const DUE = `(select json_build_object('at', due_at, 'timer', timer) from process_timer t
  where t.instance = i.id and starts_with(timer, '${OVERDUE_TIMERS}') order by due_at limit 1) as due`;

/** One page of the instances of a process, by their ids. */
export async function listInstances(
  db: Queryable,
  process: string,
  query: InstancesQuery,
  keys?: readonly string[],
): Promise<InstancesPage> {
  const limit = query.limit ?? 100;
  const states = query.state === undefined ? undefined : await readStates(db, process, query.state);
  const { text: chosen, values } = where(process, query, keys, states);
  const [cursor, count] = [values.length + 1, values.length + 2];
  const [{ rows }, total] = await Promise.all([
    db.query<Row>(
      `select i.*, ${DUE} from process_instance i where ${chosen} and ($${cursor}::text is null or id > $${cursor}) order by id limit $${count}`,
      [...values, query.cursor ?? null, limit + 1],
    ),
    countInstances(db, process, query, keys),
  ]);
  const page = rows.slice(0, limit);
  return {
    instances: page.map((row) => toView(process, row)),
    total,
    ...(rows.length > limit && { next: page.at(-1)!.id }),
  };
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

/** All there is to know of one instance; undefined when there is none. */
export async function readInstance(
  db: Queryable,
  process: string,
  id: string,
): Promise<InstanceDetail | undefined> {
  const { rows } = await db.query<Row>(
    `select i.*, ${DUE} from process_instance i where process = $1 and id = $2`,
    [process, id],
  );
  const [row] = rows;
  if (!row) return undefined;
  const [keys, timers, history, waiting] = await Promise.all([
    db.query<{ key: string }>('select key from process_key where instance = $1 order by key', [id]),
    db.query<{ timer: string; due_at: Instant }>(
      'select timer, due_at from process_timer where instance = $1 order by due_at',
      [id],
    ),
    db.query<HistoryRow>('select * from process_step where instance = $1 order by n', [id]),
    db.query<{ event: Heard }>('select event from process_waiting where instance = $1', [id]),
  ]);
  const instance = toInstance(row);
  return {
    ...toView(process, row),
    context: instance.context,
    keys: keys.rows.map(({ key }) => key),
    commands: instance.given.map(({ data: _, ...given }: Given) => given),
    timers: timers.rows.map(({ timer, due_at: dueAt }) => ({ timer, dueAt })),
    history: history.rows.map(toHistory),
    waiting: waiting.rows.length,
  };
}

interface HistoryRow {
  n: number;
  at: Instant;
  event: string;
  position: number | null;
  state: unknown;
  commands: string[];
  by_whom: string | null;
  reason: string | null;
}

function toHistory({ n, at, event, position, state, commands, by_whom: by, reason }: HistoryRow) {
  return {
    ...{ n, at, event, state, commands },
    ...(position !== null && { position }),
    ...(by !== null && { by }),
    ...(reason !== null && { reason }),
  };
}

function toView(process: string, row: Row): InstanceView {
  const { id, version, about, status, state, startedAt, changedAt, overdue, problem } = toInstance(row);
  return {
    ...{ id, process, version, about, status, state, startedAt, changedAt },
    ...(row.due && { due: { at: new Date(row.due.at).toISOString(), in: stateOf(row.due.timer) } }),
    ...(overdue && { overdue }),
    ...(problem && { problem: { detail: problem.detail, advice: problem.advice } }),
  };
}
