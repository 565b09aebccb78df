import type { Connection, Pool, Queryable } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';
import { SYSTEM_CHANNEL } from '../ledger/wakeup.ts';
import { type Circuit, type CircuitState, CLOSED, circuitAfter, type Happening } from './circuit.ts';

/** How a system stands, as all hub processes know it together; times in milliseconds of this process's clock. */
export interface SystemState {
  circuit: Circuit;
  /** It asked to wait until then, for this reason. */
  throttle?: { until: number; reason: string };
}

export const UNKNOWN: SystemState = { circuit: CLOSED };

const millis = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

const COLUMNS = `circuit, absences, probes, absence, throttle, ${millis('clock_timestamp()')} as now,
  ${millis('absent_since')} as absent_since, ${millis('probe_at')} as probe_at,
  ${millis('claimed_until')} as claimed_until, ${millis('throttled_until')} as throttled_until`;

interface Row {
  circuit: CircuitState;
  absences: number;
  probes: number;
  absence: string | null;
  throttle: string | null;
  now: number;
  absent_since: number | null;
  probe_at: number | null;
  claimed_until: number | null;
  throttled_until: number | null;
}

export async function readSystem(db: Queryable, system: string): Promise<SystemState> {
  const { rows } = await db.query<Row>({
    name: 'system-read',
    text: `select ${COLUMNS} from system_state where system = $1`,
    values: [system],
  });
  return stateOf(rows[0]);
}

/** Records what was found out, and tells all processes. */
export function changeCircuit(pool: Pool, system: string, happening: Happening): Promise<SystemState> {
  return transaction(pool, (connection) => moveCircuit(connection, system, happening));
}

/** The same inside a transaction. */
export async function moveCircuit(
  connection: Connection,
  system: string,
  happening: Happening,
): Promise<SystemState> {
  await connection.query('insert into system_state (system) values ($1) on conflict do nothing', [system]);
  const { rows } = await connection.query<Row>(
    `select ${COLUMNS} from system_state where system = $1 for update`,
    [system],
  );
  const row = rows[0]!;
  const next = circuitAfter(circuitOf(row, 0), happening, row.now);
  const written = await connection.query<Row>({
    name: 'system-circuit',
    text: `update system_state set circuit = $2, absences = $3, probes = $4, absence = $5, absent_since = ${time('$6')},
             probe_at = ${time('$7')}, claimed_until = ${time('$8')}
           where system = $1 returning ${COLUMNS}`,
    values: [
      system,
      next.state,
      next.absences,
      next.probes,
      next.cause,
      next.since,
      next.probeAt,
      next.claimedUntil,
    ],
  });
  await tell(connection, system);
  return stateOf(written.rows[0]);
}

/** How long one process has to ask, or to send the one send that decides, before another may. */
const CLAIM_SECONDS = 15;

/** Whether this process may ask the system now, or send the one send; nobody else may meanwhile. */
export async function claimSystem(db: Queryable, system: string, work: 'ask' | 'send'): Promise<boolean> {
  const states: CircuitState[] = work === 'ask' ? ['doubted', 'open'] : ['half-open'];
  const { rowCount } = await db.query({
    name: 'system-claim',
    text: `update system_state set claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS})
           where system = $1 and circuit = any($2) and coalesce(claimed_until, now()) <= now()
             and ($3 = 'send' or coalesce(probe_at, now()) <= now())`,
    values: [system, states, work],
  });
  if (rowCount === 1) await tell(db, system);
  return rowCount === 1;
}

/** The system asked to wait; the longest wait counts. */
export async function throttleSystem(
  db: Queryable,
  system: string,
  milliseconds: number,
  reason: string,
): Promise<void> {
  const { rowCount } = await db.query({
    name: 'system-throttle',
    text: `insert into system_state as s (system, throttled_until, throttle)
           values ($1, now() + make_interval(secs => $2::float8 / 1000), $3)
           on conflict (system) do update set throttled_until = excluded.throttled_until, throttle = excluded.throttle
           where coalesce(s.throttled_until, '-infinity') < excluded.throttled_until`,
    values: [system, milliseconds, reason],
  });
  if (rowCount === 1) await tell(db, system);
}

/** A person knows better than what the system asked for. */
export async function endPause(db: Queryable, system: string): Promise<void> {
  await db.query('update system_state set throttled_until = null, throttle = null where system = $1', [
    system,
  ]);
  await tell(db, system);
}

async function tell(db: Queryable, system: string): Promise<void> {
  await db.query({
    name: 'system-notify',
    text: `select pg_notify('${SYSTEM_CHANNEL}', $1)`,
    values: [system],
  });
}

/** The clocks of the hosts need not agree: what is read is moved to this one's. */
function stateOf(row: Row | undefined): SystemState {
  if (!row) return UNKNOWN;
  const ahead = Date.now() - row.now;
  const { throttled_until, throttle } = row;
  return {
    circuit: circuitOf(row, ahead),
    ...(throttled_until !== null && {
      throttle: { until: throttled_until + ahead, reason: throttle ?? '' },
    }),
  };
}

function circuitOf(row: Row, ahead: number): Circuit {
  const { circuit: state, absences, probes, absence, absent_since, probe_at, claimed_until } = row;
  return {
    state,
    absences,
    probes,
    ...(absence !== null && { cause: absence }),
    ...(absent_since !== null && { since: absent_since + ahead }),
    ...(probe_at !== null && { probeAt: probe_at + ahead }),
    ...(claimed_until !== null && { claimedUntil: claimed_until + ahead }),
  };
}

function time(parameter: string): string {
  return `to_timestamp(${parameter}::float8 / 1000)`;
}
