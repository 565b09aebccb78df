import mysql from 'mysql2/promise';
import { parseDuration } from '../../vocabulary/duration.ts';
import type { Log } from '../connector.ts';
import type { Database, Session } from './database.ts';
import { wordsOf } from './failure.ts';
import { mysqlDialect } from './mysqlDialect.ts';
import { runMysql } from './mysqlRun.ts';
import type { Connection } from './settings.ts';
import type { Zone } from './zone.ts';

/**
 * Pools for MariaDB and MySQL: one for reading, whose sessions are in UTC so that TIMESTAMP columns are exact, one
 * for writing, whose sessions keep the server's zone and mode as the system's own programs do.
 */
export function openMysql(connection: Connection, zone: Zone, log: Log): Database {
  const readers = openPool(
    connection,
    connection.charset ?? 'utf8mb4',
    `${escapes}, time_zone = '+00:00'`,
    log,
  );
  const writers = openPool(connection, 'utf8mb4', `${escapes}, ${allWarnings}`, log);
  const timeout = parseDuration(connection.statementTimeout ?? '60s')!;
  return {
    dialect: mysqlDialect,
    zone,
    read: (sql) => leased(readers, (client) => runMysql(client, sql, timeout, 'lenient')),
    transaction: (work) => leased(writers, (client) => inTransaction(client, timeout, work)),
    close: async () => {
      await Promise.all([readers.end(), writers.end()]);
    },
  };
}

/** Values are escaped with backslashes; a session in which those do not escape must not be used. */
const escapes = `set session sql_mode = replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')`;

/** By default the server keeps 64 warnings of a statement: what it cut in a later row would go unseen. */
const allWarnings = 'max_error_count = 65535';

function openPool(connection: Connection, charset: string, setUp: string, log: Log): mysql.Pool {
  const url = new URL(connection.url);
  const socketPath = url.searchParams.get('socketPath');
  const pool = mysql.createPool({
    host: url.hostname || 'localhost',
    port: Number(url.port || 3306),
    ...(socketPath ? { socketPath } : {}),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: connection.schema ?? decodeURIComponent(url.pathname.slice(1)),
    ...(url.searchParams.get('ssl') === 'true' ? { ssl: {} } : {}),
    charset,
    connectionLimit: connection.connections ?? 8,
    connectTimeout: 10_000,
    enableKeepAlive: true,
    rowsAsArray: true,
    typeCast: false,
  });
  pool.pool.on('connection', (client) => {
    client.query(setUp, (error) => {
      if (!error) return;
      log.error({ words: wordsOf(error) }, 'a session of the database could not be set up');
      client.destroy();
    });
  });
  return pool;
}

async function leased<T>(pool: mysql.Pool, work: (client: mysql.PoolConnection) => Promise<T>): Promise<T> {
  const client = await pool.getConnection();
  let whole = true;
  try {
    return await work(client);
  } catch (error) {
    const { kind, ended } = mysqlDialect.failure(error);
    whole = kind !== 'broken' && !ended;
    throw error;
  } finally {
    if (whole) client.release();
    else client.destroy();
  }
}

async function inTransaction<T>(
  client: mysql.PoolConnection,
  timeout: number,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const run: Session['run'] = (sql) => runMysql(client, sql, timeout, 'strict');
  const runAll: Session['runAll'] = async (sqls) => {
    const results = [];
    for (const sql of sqls) results.push(await run(sql));
    return results;
  };
  await client.query({ sql: 'start transaction', timeout });
  try {
    const result = await work({ run, runAll });
    await client.query({ sql: 'commit', timeout });
    return result;
  } catch (error) {
    const { kind, ended } = mysqlDialect.failure(error);
    if (kind !== 'broken' && !ended) await client.query({ sql: 'rollback', timeout }).catch(() => undefined);
    throw error;
  }
}
