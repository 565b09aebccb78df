import type { Queryable } from '../../database/pool.ts';
import type { Given, Heard, Instance } from '../../processes/instance.ts';
import { toInstance } from '../../processes/store.ts';
import type { Instant } from '../../vocabulary/json.ts';
import type { InstanceDetail, InstancesPage, InstancesQuery, InstanceView } from './contract.ts';

type Row = Parameters<typeof toInstance>[0];

/** One page of the instances of a process, by their ids. */
export async function listInstances(
  db: Queryable,
  process: string,
  query: InstancesQuery,
): Promise<InstancesPage> {
  const limit = query.limit ?? 100;
  const chosen = `process = $1 and ($2::text is null or status = $2)
    and ($3::text is null or exists (select from process_key k where k.instance = i.id and k.process = $1 and k.key = $3))
    and ($4::text is null or state::text like '%' || to_json($4)::text || '%')
    and ($5::boolean is not true or overdue_at is not null)`;
  const values = [
    process,
    query.status ?? null,
    query.key ?? null,
    query.state ?? null,
    query.overdue ?? null,
  ];
  const [{ rows }, { rows: counted }] = await Promise.all([
    db.query<Row>(
      `select * from process_instance i where ${chosen} and ($6::text is null or id > $6) order by id limit $7`,
      [...values, query.cursor ?? null, limit + 1],
    ),
    db.query<{ total: number }>(`select count(*) as total from process_instance i where ${chosen}`, values),
  ]);
  const page = rows.slice(0, limit);
  return {
    instances: page.map((row) => toView(process, toInstance(row))),
    total: counted[0]!.total,
    ...(rows.length > limit && { next: page.at(-1)!.id }),
  };
}

/** All there is to know of one instance; undefined when there is none. */
export async function readInstance(
  db: Queryable,
  process: string,
  id: string,
): Promise<InstanceDetail | undefined> {
  const { rows } = await db.query<Row>('select * from process_instance where process = $1 and id = $2', [
    process,
    id,
  ]);
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
    ...toView(process, instance),
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

function toView(process: string, instance: Instance): InstanceView {
  const { id, version, about, status, state, startedAt, changedAt, overdue, problem } = instance;
  return {
    ...{ id, process, version, about, status, state, startedAt, changedAt },
    ...(overdue && { overdue }),
    ...(problem && { problem: { detail: problem.detail, advice: problem.advice } }),
  };
}
