import pg from 'pg';
import { breakSilence } from './silence.ts';

export type Pool = pg.Pool;
export type Connection = pg.PoolClient;
/** What a verb needs to run a statement: the pool itself, or a connection inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, (text: string) => Number(text));
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, toInstant);
types.setTypeParser(pg.types.builtins.NUMERIC, (text: string) => text);

/** Longer than any statement on the line takes, and than it may wait for another hub's transaction. */
const SILENCE_MS = 60_000;

/**
 * Connections send statements without waiting for the answer to the one before (`pipeline`), so a transaction
 * whose statements do not depend on each other costs one round trip. A process that sleeps within a transaction lets go of its rows
 * when its leases run out, so that another can take over. `silenceMs`: how long an answer may take; 0: for ever, for statements
 * that go over whole tables.
 */
export function openPool(url: string, size: number, silenceMs = SILENCE_MS): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    types,
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 15_000,
    application_name: 'lineshaft',
    options: '-c timezone=UTC -c idle_in_transaction_session_timeout=8000',
  } as pg.PoolConfig);
  breakSilence(pool, silenceMs);
  // An idle connection that breaks is replaced by the pool; whoever uses it next sees the error on its own query.
  pool.on('error', () => {});
  // While the pool hands a connection on, nobody listens to it: a server that shuts down just then would end the process.
  pool.on('connect', (connection) => connection.on('error', () => {}));
  return pool;
}

/** `2025-03-01 08:15:30.204+00`, as a connection in UTC gives it, in the form of an Instant. */
function toInstant(text: string): string {
  if (!text.endsWith('+00') || text.charCodeAt(10) !== 0x20 || text.length > 26)
    return new Date(text).toISOString();
  const fraction = text.charCodeAt(19) === 0x2e ? text.slice(20, -3).padEnd(3, '0').slice(0, 3) : '000';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}
