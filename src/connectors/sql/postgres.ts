import pg from 'pg';
import { breakSilence } from '../../database/silence.ts';
import { parseDuration } from '../../vocabulary/duration.ts';
import type { Log } from '../connector.ts';
import type { ColumnKind, Database, Rows, Session, Sql } from './database.ts';
import { wordsOf } from './failure.ts';
import { postgresDialect } from './postgresDialect.ts';
import type { Connection } from './settings.ts';
import type { Zone } from './zone.ts';

/** Milliseconds for the way there and back: within it the server says itself that a statement took too long. */
const grace = 5_000;

/** A pool for PostgreSQL. Does not connect until it is asked something. */
export function openPostgres(connection: Connection, zone: Zone, log: Log): Database {
  const statementTimeout = parseDuration(connection.statementTimeout ?? '60s')!;
  const options: pg.PoolConfig & { pipeline: boolean } = {
    connectionString: connection.url,
    max: connection.connections ?? 8,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: statementTimeout,
    application_name: 'lineshaft',
    types: { getTypeParser: () => asText },
    pipeline: true,
    onConnect: (client: pg.ClientBase) => setUp(client, zone, connection.schema),
  };
  const pool = new pg.Pool(options);
  breakSilence(pool, statementTimeout + grace);
  pool.on('error', (error) =>
    log.warn({ words: wordsOf(error) }, 'an idle connection to the database broke'),
  );
  // While the pool hands a connection on, nobody listens to it: a server that shuts down just then would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    dialect: postgresDialect,
    zone,
    read: (sql) => leased(pool, (session) => session.run(sql)),
    transaction: (work) => leased(pool, (session, client) => inTransaction(client, session, work)),
    close: () => pool.end(),
  };
}

async function setUp(client: pg.ClientBase, zone: Zone, schema: string | undefined): Promise<void> {
  const path = schema === undefined ? '' : `set search_path to ${postgresDialect.quote(schema)};`;
  await client.query(`set datestyle to ISO; set timezone to '${zone.name}'; ${path}`);
}

async function leased<T>(pool: pg.Pool, work: (s: Session, c: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const notice = (error: Error) => {
    broken = error;
  };
  client.on('error', notice);
  try {
    return await work(openSession(client), client);
  } catch (error) {
    if (postgresDialect.failure(error).kind === 'broken') broken ??= error as Error;
    throw error;
  } finally {
    client.off('error', notice);
    client.release(broken);
  }
}

async function inTransaction<T>(
  client: pg.PoolClient,
  session: Session,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  await client.query('begin');
  try {
    const result = await work(session);
    await client.query('commit');
    return result;
  } catch (error) {
    const broken = postgresDialect.failure(error).kind === 'broken';
    if (!broken) await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

function openSession(client: pg.PoolClient): Session {
  const run = async (sql: Sql): Promise<Rows> => toRows(await client.query(toQuery(sql)));
  return { run, runAll: (sqls) => inOrder(sqls.map(run)) };
}

/** The statements are under way together; after the first that fails PostgreSQL refuses the others. */
async function inOrder<T>(running: Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(running);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

function toQuery({ text, values = [], repeated }: Sql): pg.QueryArrayConfig {
  const name = repeated ? { name: postgresDialect.statementName(text) } : {};
  return { text, values: [...values], rowMode: 'array', ...name };
}

function toRows(result: pg.QueryArrayResult): Rows {
  const columns = result.fields.map((f) => ({ name: f.name, kind: kinds[f.dataTypeID] ?? 'text' }));
  const rows = result.rows as (string | null)[][];
  const bytes = columns.flatMap(({ kind }, i) => (kind === 'bytes' ? [i] : []));
  for (const row of bytes.length > 0 ? rows : []) for (const i of bytes) row[i] = hexToBase64(row[i]!);
  return { columns, rows, affected: result.rowCount ?? 0 };
}

function hexToBase64(text: string | null): string | null {
  return text === null ? null : Buffer.from(text.slice(2), 'hex').toString('base64');
}

const asText = (text: string | Buffer): unknown => text;

/** By type id of `pg_type`. */
const kinds: Record<number, ColumnKind> = {
  16: 'boolean',
  17: 'bytes',
  20: 'digits',
  21: 'number',
  23: 'number',
  26: 'number',
  700: 'number',
  701: 'number',
  1700: 'digits',
  114: 'json',
  3802: 'json',
  1114: 'localTime',
  1184: 'instant',
};
