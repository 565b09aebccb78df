import { setTimeout } from 'node:timers/promises';
import type { Connection, Pool } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';
import type { Instant } from '../vocabulary/json.ts';
import { storable } from '../vocabulary/keys.ts';

/** Keeps for operators what hubs log of systems and their interfaces; all else in the log passes. */
export interface SystemLog {
  /** Takes lines of pino's log, also before there is a database. */
  stream: { write(line: string): void };
  /** Writes them from now on, until `signal` aborts. */
  keep(pool: Pool, signal: AbortSignal): Promise<void>;
}

interface Line {
  system: string;
  interface: string | null;
  level: 'info' | 'warn' | 'error';
  said: string;
  at: Instant;
}

const EVERY_MS = 1000;
const MOST = 1000;

export function createSystemLog(): SystemLog {
  let lines: Line[] = [];
  const flush = async (pool: Pool): Promise<void> => {
    const going = lines;
    if (going.length === 0) return;
    lines = [];
    await transaction(pool, (connection) => write(connection, going)).catch(() => {
      lines = [...going, ...lines].slice(-MOST);
    });
  };
  return {
    stream: {
      write: (text) => {
        const line = readLine(text);
        if (line) lines = [...lines, line].slice(-MOST);
      },
    },
    keep: async (pool, signal) => {
      while (!signal.aborted) {
        await setTimeout(EVERY_MS, undefined, { signal }).catch(() => {});
        await flush(pool);
      }
    },
  };
}

interface Logged {
  level: number;
  time: number;
  msg?: string;
  system?: string;
  interface?: string;
  error?: string;
  words?: string;
  cause?: string;
  why?: string;
}

function readLine(text: string): Line | undefined {
  const logged = JSON.parse(text) as Logged;
  const system = logged.system ?? logged.interface?.split('/')[0];
  if (system === undefined) return undefined;
  const { msg = '', error, words, cause, why } = logged;
  const more = error ?? words ?? cause ?? why;
  return {
    system,
    interface: logged.interface ?? null,
    level: logged.level >= 50 ? 'error' : logged.level >= 40 ? 'warn' : 'info',
    said: storable(more === undefined ? msg : `${msg}: ${more}`, 1000),
    at: new Date(logged.time).toISOString(),
  };
}

const AGAIN = {
  name: 'system-log-again',
  text: `update system_log set times = times + 1, last_at = $4 where id = (
           select max(id) from system_log where system = $1 and interface is not distinct from $2) and said = $3`,
};

const WRITE = {
  name: 'system-log-write',
  text: 'insert into system_log (system, interface, said, at, last_at, level) values ($1, $2, $3, $4, $4, $5)',
};

async function write(connection: Connection, lines: readonly Line[]): Promise<void> {
  for (const { system, interface: id, said, at, level } of lines) {
    const { rowCount } = await connection.query({ ...AGAIN, values: [system, id, said, at] });
    if (rowCount === 0) await connection.query({ ...WRITE, values: [system, id, said, at, level] });
  }
}

/** Lets go of what is older than so many days. */
export async function forgetSystemLog(pool: Pool, days: number): Promise<void> {
  await pool.query(`delete from system_log where last_at < now() - $1 * interval '1 day'`, [days]);
}
