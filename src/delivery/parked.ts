import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import { PARKED_CHANNEL } from '../ledger/wakeup.ts';
import type { Instant, Json } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { OPEN, type OpenState } from '../vocabulary/states.ts';
import { TRIED_AGAIN } from './attempts.ts';
import { causeOf } from './cause.ts';
import { noteOutcomes, SETTLED, type Settled } from './outcomes.ts';

export interface NewParked {
  state: Exclude<OpenState, 'waiting'>;
  /** What its order is kept by; none: it holds back nothing. */
  key?: string;
  problem: Problem;
  /** In: the message as it came. */
  messageId?: string;
  raw?: string;
  document?: Json;
  origin?: string;
  receivedAt?: Instant;
  /** Out: the entry. In: the head of the ledger when it came. */
  position: number;
  /** In: which of two messages came first. */
  arrived?: number;
  attempts: number;
  /** Until the next attempt: the database's clock counts, since that of a hub may be wrong. */
  retryInMs?: number;
}

/** What a rule refuses is taken out as it comes: it stays readable, and holds nothing back. */
export type Stopped = Omit<NewParked, 'state'> & { state: NewParked['state'] | 'discarded' };

export interface Parked extends NewParked {
  id: number;
  /** In: who changed the document last, and why; `document` is what they made of it. */
  edited?: Edited;
  /** The later messages of its key go on while it stays. */
  unblocked?: true;
}

export interface Edited {
  by: string;
  reason: string;
}

const PARK = {
  name: 'park',
  text: `
    insert into parked (direction, interface, entity, state, key, stage, code, problem, message_id, raw, document, origin,
                        received_at, position, arrived, attempts, next_attempt_at, awaits, cause, decided_at, decided_by, reason)
    select $1, $2, $3, p.state, p.key, p.stage, p.code, p.problem, p.message_id, p.raw #>> '{}', p.document, p.origin,
           coalesce(p.received_at, now()), p.position, p.arrived, p.attempts,
           now() + p.retry_in * interval '1 millisecond', p.awaits, p.cause,
           case p.state when 'discarded' then now() end, case p.state when 'discarded' then 'the hub' end,
           case p.state when 'discarded' then p.problem ->> 'detail' end
    from ${fromColumns(
      [
        'text',
        'text',
        'text',
        'text',
        'json',
        'text',
        'json',
        'json',
        'text',
        'timestamptz',
        'bigint',
        'bigint',
        'int',
        'float8',
        'text',
        'text',
      ],
      4,
    )} as p (state, key, stage, code, problem, message_id, raw, document, origin, received_at, position, arrived, attempts, retry_in, awaits, cause)`,
};

export async function park(
  connection: Connection,
  direction: 'in' | 'out',
  interfaceId: string,
  entity: string,
  messages: readonly Stopped[],
): Promise<void> {
  if (messages.length === 0) return;
  const values = [
    column(messages.map((m) => m.state)),
    column(messages.map((m) => m.key)),
    column(messages.map((m) => m.problem.stage)),
    column(messages.map((m) => m.problem.code)),
    column(messages.map((m) => toJson(m.problem))),
    column(messages.map((m) => m.messageId)),
    column(messages.map((m) => toJson(m.raw?.toWellFormed()))),
    column(messages.map((m) => toJson(m.document))),
    column(messages.map((m) => m.origin && printable(m.origin))),
    column(messages.map((m) => m.receivedAt)),
    column(messages.map((m) => m.position)),
    column(messages.map((m) => m.arrived)),
    column(messages.map((m) => m.attempts)),
    column(messages.map((m) => m.retryInMs)),
    column(messages.map((m) => m.problem.awaits && printable(m.problem.awaits))),
    column(messages.map((m) => causeOf(direction, interfaceId, m.problem).id)),
  ];
  const awaits = messages.flatMap((m) => m.problem.awaits ?? []);
  await Promise.all([
    meet(connection, awaits),
    connection.query({ ...PARK, values: [direction, interfaceId, entity, ...values] }),
    releaseArrived(connection, awaits),
    connection.query({
      name: 'parked-notify',
      text: `select pg_notify('${PARKED_CHANNEL}', $1)`,
      values: [interfaceId],
    }),
  ]);
}

/**
 * Who parks what waits for a reference and who brings references meet here, each until its commit: else a reference that arrives while
 * its message is being parked would find nobody waiting, and the message would wait for ever. Those who bring do not wait for each other.
 */
const MEET = "hashtext('lineshaft references')";

async function meet(connection: Connection, awaits: readonly string[]): Promise<void> {
  if (awaits.length > 0) await connection.query(`select pg_advisory_xact_lock(${MEET})`);
}

/** What they wait for may have arrived since it was looked for. */
async function releaseArrived(connection: Connection, awaits: readonly string[]): Promise<void> {
  if (awaits.length === 0) return;
  const text = `
    with wanted as (
      select distinct w.awaits, split_part(w.awaits, ' ', 1) as entity, split_part(w.awaits, ' ', 2) as system,
             substr(w.awaits, length(split_part(w.awaits, ' ', 1)) + length(split_part(w.awaits, ' ', 2)) + 3) as key
      from unnest(string_to_array($1, E'\\x1e', E'\\x1f')) as w (awaits)
    ), arrived as (
      select w.awaits from wanted w join observation o on o.system = w.system and o.entity = w.entity and o.local_key = w.key
      union
      select w.awaits from wanted w join observation o on o.key = w.key and o.system = w.system and o.entity = w.entity
    )
    update parked set state = 'waiting' where state = 'parked' and awaits in (select awaits from arrived)`;
  await connection.query({ name: 'parked-arrived', text, values: [column(awaits.map(printable))] });
}

export interface ParkedRow {
  id: number;
  state: OpenState;
  key: string | null;
  problem: Problem;
  message_id: string | null;
  raw: string | null;
  document: Json;
  origin: string | null;
  received_at: string;
  position: number;
  arrived: number | null;
  attempts: number;
  unblocked: boolean;
  edited_by: string | null;
  edit_reason: string | null;
}

/** What the line needs of a message `p`; of an edited one the document that stands now. */
const PARKED_COLUMNS = `p.id, p.state, p.key, p.problem, p.message_id, p.raw, p.origin, p.received_at, p.position, p.arrived, p.attempts,
  p.unblocked is not null as unblocked, coalesce(e.document, p.document) as document, e.edited_by, e.reason as edit_reason`;
export const LATEST_EDIT = `left join lateral (
    select document, edited_by, reason from parked_edit where message = p.id order by version desc limit 1) e on true`;

/** Messages of a source that wait for a decision, the newest, at most so many. */
export async function newestParked(db: Queryable, interfaceId: string, most: number): Promise<Parked[]> {
  const text = `
    select ${PARKED_COLUMNS} from parked p ${LATEST_EDIT}
    where p.direction = 'in' and p.interface = $1 and p.state = 'parked' order by p.id desc limit $2`;
  const { rows } = await db.query<ParkedRow>(text, [interfaceId, most]);
  return rows.map(toParked);
}

/**
 * The open messages that may go on now, in order within each key: those before the first of their key that is still parked, and holds
 * what follows, or whose time has not come.
 */
export async function readFree(db: Queryable, interfaceId: string, limit: number): Promise<Parked[]> {
  const text = `
    select ${PARKED_COLUMNS} from parked p ${LATEST_EDIT}
    where p.interface = $1 and p.${OPEN} and p.state <> 'parked' and (p.state = 'retrying' and p.next_attempt_at > now()) is not true
      and not exists (
        select from parked b
        where b.interface = p.interface and b.key = p.key and b.${OPEN} and b.unblocked is null
          and (b.state = 'parked' or (b.state = 'retrying' and b.next_attempt_at > now()))
          and (b.position, b.id) < (p.position, p.id))
    order by p.position, p.id limit $2`;
  const { rows } = await db.query<ParkedRow>({ name: 'parked-free', text, values: [interfaceId, limit] });
  return rows.map(toParked);
}

/** The position of the first open message of each of these keys that has one: later ones must wait behind it. */
export async function heldKeys(
  db: Queryable,
  interfaceId: string,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const text = `select key, min(position) as position from parked
                where interface = $1 and key = any(string_to_array($2, E'\\x1e', E'\\x1f')) and ${OPEN} and unblocked is null
                group by key`;
  const { rows } = await db.query<{ key: string; position: number }>({
    name: 'parked-held',
    text,
    values: [interfaceId, column(keys)],
  });
  return new Map(rows.map((row) => [row.key, row.position]));
}

/** Which of these positions have an open message of their own. */
export async function openAt(
  db: Queryable,
  interfaceId: string,
  positions: readonly number[],
): Promise<Set<number>> {
  const { rows } = await db.query<{ position: number }>({
    name: 'parked-open-at',
    text: `select position from parked where interface = $1 and direction = 'out' and position = any($2) and ${OPEN}`,
    values: [interfaceId, positions],
  });
  return new Set(rows.map((row) => row.position));
}

/** How many messages of the interface are open, and when the next retry is due. */
export async function countOpen(
  db: Queryable,
  interfaceId: string,
): Promise<{ open: number; dueInMs?: number }> {
  const text = `select count(*) as open, extract(epoch from min(next_attempt_at) filter (where state = 'retrying') - now())::float8 * 1000 as due
                from parked where interface = $1 and ${OPEN}`;
  const { rows } = await db.query<{ open: number; due: number | null }>({
    name: 'parked-count',
    text,
    values: [interfaceId],
  });
  const { open, due } = rows[0]!;
  return due === null ? { open } : { open, dueInMs: due };
}

/** Nothing is left to decide about them: they went through, or need not. */
export async function settle(
  connection: Connection,
  settled: readonly { id: number; outcome: Settled }[],
): Promise<void> {
  if (settled.length === 0) return;
  const text = `
    update parked p set state = s.state, decided_at = now(), reason = coalesce(s.reason, p.reason),
      decided_by = case when s.state = 'discarded' then 'the hub' else p.decided_by end
    from ${fromColumns(['bigint', 'text', 'text'])} as s (id, state, reason)
    where p.id = s.id and p.${OPEN}`;
  const ends = settled.map(({ outcome }) => SETTLED[outcome]);
  const values = [
    column(settled.map(({ id }) => id)),
    column(ends.map(({ state }) => state)),
    column(ends.map(({ reason }) => reason)),
  ];
  await Promise.all([
    connection.query({ name: 'parked-settle', text, values }),
    noteOutcomes(connection, settled),
  ]);
}

const POSTPONED = { parked: 'still-parks', 'held-behind': 'behind', retrying: 'retrying' } as const;

/** They failed again: parked anew, or tried later. */
export async function postpone(
  connection: Connection,
  direction: 'in' | 'out',
  interfaceId: string,
  again: readonly {
    id: number;
    state: NewParked['state'];
    problem: Problem;
    attempts: number;
    retryInMs?: number;
  }[],
): Promise<void> {
  if (again.length === 0) return;
  const text = `
    update parked p set state = a.state, stage = a.stage, code = a.code, problem = a.problem, attempts = a.attempts, ${TRIED_AGAIN},
      next_attempt_at = now() + a.retry_in * interval '1 millisecond', awaits = a.awaits, cause = a.cause
    from ${fromColumns(['bigint', 'text', 'text', 'text', 'json', 'int', 'float8', 'text', 'text'])}
      as a (id, state, stage, code, problem, attempts, retry_in, awaits, cause)
    where p.id = a.id and p.${OPEN}`;
  const values = [
    column(again.map((a) => a.id)),
    column(again.map((a) => a.state)),
    column(again.map((a) => a.problem.stage)),
    column(again.map((a) => a.problem.code)),
    column(again.map((a) => toJson(a.problem))),
    column(again.map((a) => a.attempts)),
    column(again.map((a) => a.retryInMs)),
    column(again.map((a) => a.problem.awaits && printable(a.problem.awaits))),
    column(again.map((a) => causeOf(direction, interfaceId, a.problem).id)),
  ];
  const awaits = again.flatMap((a) => a.problem.awaits ?? []);
  await Promise.all([
    meet(connection, awaits),
    connection.query({ name: 'parked-postpone', text, values }),
    releaseArrived(connection, awaits),
    noteOutcomes(
      connection,
      again.map(({ id, state }) => ({ id, outcome: POSTPONED[state] })),
    ),
  ]);
}

/** Frees the messages that waited for one of these: `item na-erp 4711`. */
export async function release(connection: Connection, arrived: readonly string[]): Promise<void> {
  if (arrived.length === 0) return;
  const text = `
    with waiting as (select exists (select from parked where state = 'parked' and awaits is not null) as some),
    freed as (
      update parked set state = 'waiting' from waiting
      where waiting.some and state = 'parked' and awaits is not null and awaits = any(string_to_array($1, E'\\x1e', E'\\x1f'))
      returning interface)
    select pg_notify('${PARKED_CHANNEL}', interface) from freed group by interface`;
  await Promise.all([
    connection.query(`select pg_advisory_xact_lock_shared(${MEET})`),
    connection.query({ name: 'parked-release', text, values: [column(arrived.map(printable))] }),
  ]);
}

export function toParked(row: ParkedRow): Parked {
  return {
    id: row.id,
    state: row.state === 'waiting' ? 'parked' : row.state,
    problem: row.problem,
    document: row.document,
    receivedAt: row.received_at,
    position: row.position,
    attempts: row.attempts,
    ...(row.arrived !== null && { arrived: row.arrived }),
    ...(row.key !== null && { key: row.key }),
    ...(row.message_id !== null && { messageId: row.message_id }),
    ...(row.raw !== null && { raw: row.raw }),
    ...(row.origin !== null && { origin: row.origin }),
    ...(row.unblocked && { unblocked: true }),
    ...(row.edited_by !== null && { edited: { by: row.edited_by, reason: row.edit_reason! } }),
  };
}

/** JSON text that PostgreSQL can keep: it knows no U+0000 in text, so that is written as U+FFFD. */
function toJson(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value).replaceAll('\\u0000', '\\ufffd');
}

function printable(text: string): string {
  return text.replace(/[\u0000-\u001f]/g, '\ufffd').slice(0, 500);
}
