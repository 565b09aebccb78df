import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import { handBack, holdCommands, takeOut } from '../delivery/handBack.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';
import { commandId } from './commands.ts';
import { type Heard, type Instance, OPEN, type Timer } from './instance.ts';
import type { Known, Outcome } from './play.ts';

interface Row {
  id: string;
  version: number;
  about: string;
  status: Instance['status'];
  state: Instance['state'];
  context: JsonObject;
  steps: number;
  given: Instance['given'];
  started_at: Instant;
  changed_at: Instant;
  overdue_at: Instant | null;
  overdue_in: string | null;
  problem: Instance['problem'] | null;
  keys: string[];
}

const COLUMNS =
  'i.id, i.version, i.about, i.status, i.state, i.context, i.steps, i.given, i.started_at, i.changed_at, i.overdue_at, i.overdue_in, i.problem';

const KEYS = `(select coalesce(array_agg(key), '{}') from process_key k where k.instance = i.id) as keys`;

/** The open instances of a process that the keys reach, and those of the ids whatever their status. */
const READ = {
  name: 'process-read',
  text: `
    with reached as (select distinct instance from process_key where process = $1 and key = any($2))
    select ${COLUMNS}, ${KEYS} from reached r join process_instance i on i.id = r.instance where i.status in ${OPEN}
    union all
    select ${COLUMNS}, ${KEYS} from process_instance i
    where i.process = $1 and i.id = any($3) and (i.status not in ${OPEN} or not exists (select from reached r where r.instance = i.id))`,
};

const READ_WAITING = {
  name: 'process-waiting',
  text: 'select instance, event from process_waiting where instance = any($1) order by instance, id',
};

const READ_TIMERS = {
  name: 'process-timers',
  text: 'select instance, timer, due_at from process_timer where instance = any($1)',
};

/**
 * What a round needs to know of the instances that may take part in it; `asked`: of these also what waits, their timers, and the messages of what has not come
 * through, which nobody else decides on until the round is written.
 */
export async function readKnown(
  db: Queryable,
  process: string,
  keys: readonly string[],
  ids: readonly string[],
  asked: readonly string[],
): Promise<Omit<Known, 'earlier'>> {
  const [{ rows }, waiting, timers] = await Promise.all([
    db.query<Row>({ ...READ, values: [process, keys, ids] }),
    asked.length === 0
      ? { rows: [] }
      : db.query<{ instance: string; event: Heard }>({ ...READ_WAITING, values: [asked] }),
    asked.length === 0 ? { rows: [] } : db.query<TimerRow>({ ...READ_TIMERS, values: [asked] }),
  ]);
  const open = rows
    .filter(({ id }) => asked.includes(id))
    .flatMap(({ id, given }) =>
      given.filter(({ answer }) => answer !== 'delivered').map((each) => ({ ...each, id })),
    );
  const messages = await holdCommands(
    db,
    open.map(({ id, n, key }) => ({ id: commandId(id, n), key })),
  );
  const byKey = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const key of row.keys) byKey.set(key, (byKey.get(key) ?? new Set()).add(row.id));
  }
  const held = new Map<string, Heard[]>();
  for (const { instance, event } of waiting.rows) held.set(instance, [...(held.get(instance) ?? []), event]);
  return {
    instances: new Map(rows.map((row) => [row.id, toInstance(row)])),
    byKey,
    waiting: held,
    timers: timers.rows.map(toTimer),
    held: Map.groupBy(messages, ({ command }) => command),
  };
}

export function toInstance(row: Omit<Row, 'keys'>): Instance {
  const { id, version, about, status, state, context, steps, given } = row;
  return {
    ...{ id, version, about, status, state, context, steps, given },
    startedAt: row.started_at,
    changedAt: row.changed_at,
    ...(row.overdue_at !== null && { overdue: { at: row.overdue_at, in: row.overdue_in! } }),
    ...(row.problem !== null && { problem: row.problem }),
  };
}

/** Timers that are due, the oldest first. */
export async function readDue(db: Queryable, process: string, limit: number): Promise<Timer[]> {
  const { rows } = await db.query<TimerRow>({
    name: 'process-due',
    text: 'select instance, timer, due_at from process_timer where process = $1 and due_at <= now() order by due_at limit $2',
    values: [process, limit],
  });
  return rows.map(toTimer);
}

interface TimerRow {
  instance: string;
  timer: string;
  due_at: Instant;
}

function toTimer({ instance, timer, due_at: dueAt }: TimerRow): Timer {
  return { instance, timer, dueAt };
}

/** Milliseconds until the next timer is due; undefined when there is none. */
export async function nextDue(db: Queryable, process: string): Promise<number | undefined> {
  const { rows } = await db.query<{ ms: number | null }>({
    name: 'process-next-due',
    text: `select (extract(epoch from min(due_at) - clock_timestamp()) * 1000)::float8 as ms from process_timer where process = $1`,
    values: [process],
  });
  return rows[0]!.ms ?? undefined;
}

const WRITE = {
  name: 'process-write',
  text: `
    insert into process_instance (process, id, version, about, status, state, context, steps, given, started_at, changed_at, overdue_at, overdue_in, problem)
    select $1, w.* from ${fromColumns(['text', 'int', 'text', 'text', 'json', 'json', 'int', 'json', 'timestamptz', 'timestamptz', 'timestamptz', 'text', 'json'], 2)} as w
    on conflict (id) do update set
      version = excluded.version, status = excluded.status, state = excluded.state, context = excluded.context, steps = excluded.steps, given = excluded.given,
      changed_at = excluded.changed_at, overdue_at = excluded.overdue_at, overdue_in = excluded.overdue_in, problem = excluded.problem`,
};

const WRITE_STEPS = {
  name: 'process-write-steps',
  text: `
    insert into process_step (instance, n, at, event, position, state, commands, by_whom, reason)
    select s.instance, s.n, s.at, s.event, s.position, s.state, coalesce(string_to_array(s.commands, ' '), '{}'), s.by_whom, s.reason
    from ${fromColumns(['text', 'int', 'timestamptz', 'text', 'bigint', 'json', 'text', 'text', 'text'])}
      as s (instance, n, at, event, position, state, commands, by_whom, reason)`,
};

const WRITE_TIMERS = {
  name: 'process-write-timers',
  text: `
    insert into process_timer (process, instance, timer, due_at)
    select $1, t.* from ${fromColumns(['text', 'text', 'timestamptz'], 2)} as t
    on conflict (instance, timer) do update set due_at = excluded.due_at`,
};

const DROP_TIMERS = {
  name: 'process-drop-timers',
  text: `delete from process_timer t using ${fromColumns(['text', 'text'])} as o (instance, timer) where t.instance = o.instance and t.timer = o.timer`,
};

const WRITE_KEYS = {
  name: 'process-write-keys',
  text: `insert into process_key (process, instance, key) select $1, k.* from ${fromColumns(['text', 'text'], 2)} as k on conflict do nothing`,
};

const WRITE_WAITING = {
  name: 'process-write-waiting',
  text: `insert into process_waiting (instance, event) select w.* from ${fromColumns(['text', 'json'])} as w`,
};

/** Writes what a round brought about; nothing of it waits for an answer. */
export function writeOutcome(connection: Connection, later: Later, process: string, outcome: Outcome): void {
  const instances = [...outcome.instances.values()];
  if (instances.length > 0)
    later(connection.query({ ...WRITE, values: [process, ...instanceColumns(instances)] }));
  const { taken } = outcome;
  if (taken.length > 0) {
    const values = [
      column(taken.map((t) => t.instance)),
      column(taken.map((t) => t.n)),
      column(taken.map((t) => t.at)),
      column(taken.map((t) => t.event)),
      column(taken.map((t) => t.position)),
      column(taken.map((t) => JSON.stringify(t.state))),
      column(taken.map((t) => t.commands.join(' '))),
      column(taken.map((t) => t.by)),
      column(taken.map((t) => t.reason)),
    ];
    later(connection.query({ ...WRITE_STEPS, values }));
  }
  writeTimers(connection, later, process, outcome);
  decideHeld(connection, later, outcome);
  if (outcome.keys.length > 0) {
    const values = [
      process,
      column(outcome.keys.map((k) => k.instance)),
      column(outcome.keys.map((k) => k.key)),
    ];
    later(connection.query({ ...WRITE_KEYS, values }));
  }
  if (outcome.takenUp.size > 0) {
    later(connection.query('delete from process_waiting where instance = any($1)', [[...outcome.takenUp]]));
  }
  if (outcome.waiting.length > 0) {
    const values = [
      column(outcome.waiting.map((w) => w.instance)),
      column(outcome.waiting.map((w) => JSON.stringify(w.heard))),
    ];
    later(connection.query({ ...WRITE_WAITING, values }));
  }
}

/** What becomes of the messages of refused commands. */
function decideHeld(connection: Connection, later: Later, { handedBack, takenOut }: Outcome): void {
  later(handBack(connection, handedBack));
  later(takeOut(connection, takenOut));
}

function writeTimers(connection: Connection, later: Later, process: string, outcome: Outcome): void {
  const ended = [...outcome.instances.values()].filter(
    ({ status }) => status === 'ended' || status === 'cancelled' || status === 'cancelling',
  );
  if (ended.length > 0) {
    later(
      connection.query('delete from process_timer where instance = any($1)', [ended.map(({ id }) => id)]),
    );
  }
  const timers = [...outcome.timers.values()];
  const over = timers.filter(({ dueAt }) => dueAt === undefined);
  if (over.length > 0) {
    const values = [column(over.map((t) => t.instance)), column(over.map((t) => t.timer))];
    later(connection.query({ ...DROP_TIMERS, values }));
  }
  const set = timers.filter(({ dueAt }) => dueAt !== undefined);
  if (set.length > 0) {
    const values = [
      process,
      column(set.map((t) => t.instance)),
      column(set.map((t) => t.timer)),
      column(set.map((t) => t.dueAt)),
    ];
    later(connection.query({ ...WRITE_TIMERS, values }));
  }
}

function instanceColumns(instances: readonly Instance[]): string[] {
  const texts = (read: (instance: Instance) => string | number | undefined) => column(instances.map(read));
  return [
    texts((i) => i.id),
    texts((i) => i.version),
    texts((i) => i.about),
    texts((i) => i.status),
    texts((i) => JSON.stringify(i.state)),
    texts((i) => JSON.stringify(i.context)),
    texts((i) => i.steps),
    texts((i) => JSON.stringify(i.given)),
    texts((i) => i.startedAt),
    texts((i) => i.changedAt),
    texts((i) => i.overdue?.at),
    texts((i) => i.overdue?.in),
    texts((i) => i.problem && JSON.stringify(i.problem)),
  ];
}
