import { createHash } from 'node:crypto';
import type { Dialect, Failure } from './database.ts';
import { Refusal } from './database.ts';
import { wordsOf } from './failure.ts';
import { postgresBulkInsert } from './postgresBulk.ts';

const quote = (identifier: string) => `"${identifier.replaceAll('"', '""')}"`;

export const postgresDialect = {
  name: 'postgres',
  quote,
  placeholder: (index) => `$${index}`,
  boolean: (value) => (value ? 'true' : 'false'),
  now: `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  timeText: (kind, instant, zone) => (kind === 'instant' ? instant : zone.toLocal(instant)),
  instantOf,
  comesAfter: (columns, first) => ({
    text: `(${columns.map((c) => c.name).join(', ')}) > (${columns.map((_, i) => `$${first + i}`).join(', ')})`,
    values: columns.map((_, i) => i),
  }),
  failure,
  bulkInsert: postgresBulkInsert,
  ledger: {
    create: (table) =>
      `create table if not exists ${table} (id text primary key, attempt text not null, local_key text, delivered_at timestamptz not null default now())`,
    claim: (table, count) =>
      `insert into ${table} (id, attempt) values ${list(count, (i) => `($${2 * i - 1}, $${2 * i})`)} on conflict do nothing`,
    claimedBefore: (table, count) =>
      `select id, local_key from ${table} where attempt <> $1 and id in (${list(count, (i) => `$${i + 1}`)}) for update`,
    nameLocalKey: (table) => `update ${table} set local_key = $1 where id = $2`,
  },
  /** The same for the same text, so that a connection prepares it once. */
  statementName: (text: string) => `lineshaft_${createHash('sha1').update(text).digest('hex').slice(0, 24)}`,
} satisfies Dialect & Record<string, unknown>;

function list(count: number, one: (index: number) => string): string {
  return Array.from({ length: count }, (_, i) => one(i + 1)).join(', ');
}

const timestamp = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?([+-]\d\d)(?::(\d\d))?$/;

function instantOf(text: string): string | undefined {
  const [, date, time, fraction = '', hours, minutes = '00'] = timestamp.exec(text) ?? [];
  const at = Date.parse(`${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${hours}:${minutes}`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

function failure(error: unknown): Failure {
  if (error instanceof Refusal) return { kind: 'refused', words: error.message };
  const { code, detail, column, severity, routine } = error as Record<string, string | undefined>;
  if (severity === undefined || code === undefined) return { kind: 'broken', words: wordsOf(error) };
  const words = `${wordsOf(error)}${detail ? `: ${detail}` : ''} (SQLSTATE ${code})`;
  return { kind: kindOf(code, routine), words, ...(column ? { column } : {}) };
}

/** By the classes of appendix A of the manual; `routine` is the place in the server's source. */
function kindOf(code: string, routine: string | undefined): Failure['kind'] {
  if (broken.test(code) || routine === 'RevalidateCachedQuery') return 'broken';
  if (/^(40001|40P01)/.test(code)) return 'collided';
  if (down.test(code)) return 'down';
  // Row security looks at the row, all else of class 42 at the statement.
  return unfit.test(code) && routine !== 'ExecWithCheckOptions' ? 'unfit' : 'refused';
}

/**
 * The server ended the connection (08, shutdown, crash, idle session, idle transaction), does not know how the transaction ended (40003),
 * or the session lost its prepared statements (26).
 */
const broken = /^(08|57P0[1245]|25P0[34]|40003|26)/;

/** 25 read-only (failover), 53 out of resources, 55 locked, 57 cancelled by timeout or operator, 58 and XX the server's own trouble, HV a server behind it. */
const down = /^(25|53|55|57|58|XX|HV|F0)/;

/** 0A not supported, 0P and 28 login, 3D and 3F database and schema, 42 syntax, table, column, type, permission. */
const unfit = /^(0A|0P|28|3D|3F|42)/;
